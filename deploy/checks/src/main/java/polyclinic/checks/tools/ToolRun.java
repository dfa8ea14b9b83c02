package polyclinic.checks.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program answered.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it printed as errors
 */
public record ToolRun(int exit, String out, String err) {
    private static final long TIMEOUT_SECONDS = 180;

    public boolean succeeded() {
        return exit == 0;
    }

    /** All that it printed, errors last: what a failed test shows. */
    public String text() {
        return out + err;
    }

    static ToolRun of(Path folder, String input, List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                return run(folder, input, command, environment, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ToolRun run(
            Path folder, String input, List<String> command, Map<String, String> environment, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // No cluster: a client without a configuration would ask localhost:8080, where the gateway of a local stack
        // listens.
        builder.environment().put("KUBECONFIG", "/dev/null");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read everything; its exit code and its words say why.
        }
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " did not end within " + TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            // A script's children hold its lock and would go on without it.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new ToolRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
