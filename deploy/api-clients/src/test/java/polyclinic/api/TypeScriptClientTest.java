package polyclinic.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** TypeScript's compiler is the second reader of the contract. It is left out, and says so, where there is no npm or no network. */
class TypeScriptClientTest {
    private static final String COMPILER = "typescript@5.9.3";
    private static final Path CLIENT = Path.of("target/typescript");
    private static final Path TOOLS = Path.of("target/npm");
    private static final long TIMEOUT_SECONDS = 240;

    @Test
    void the_generated_client_compiles_strictly() throws IOException, InterruptedException {
        assumeTrue(
                isThere("node") && isThere("npm"), "node or npm is missing, so nobody compiles the TypeScript client");
        Files.createDirectories(TOOLS);
        Path compiler = TOOLS.resolve("node_modules/typescript/bin/tsc");
        if (!Files.exists(compiler)) {
            Run install = run("npm", "install", "--prefix", TOOLS.toString(), "--no-save", "--silent", COMPILER);
            assumeTrue(install.exit == 0, "npm cannot fetch " + COMPILER + ": " + install.output);
        }
        Files.writeString(CLIENT.resolve("tsconfig.json"), """
                {"compilerOptions": {"target": "es2022", "module": "esnext", "moduleResolution": "bundler", "strict": true,
                 "lib": ["es2022", "dom"], "types": [], "skipLibCheck": true, "noEmit": true}, "include": ["**/*.ts"]}
                """);

        Run compiled = run("node", compiler.toString(), "--project", CLIENT.toString());

        assertThat(compiled.output).as("tsc").isEmpty();
        assertThat(compiled.exit).isZero();
    }

    private record Run(int exit, String output) {}

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return run(program, "--version").exit == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Run run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " takes too long");
        }
        return new Run(process.exitValue(), output.strip());
    }
}
