package polyclinic.images.release;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program cosign, where it is installed. It signs by the user's key and writes nothing to a public transparency log: which clinic runs
 * which images is nobody's business.
 *
 * @param program where it is
 * @param key a file or a key store's address, as cosign takes it; its password comes from {@code COSIGN_PASSWORD}
 */
record Cosign(Path program, String key) {
    private static final long TIMEOUT_SECONDS = 120;

    /** Returns it when it is on the PATH and {@code POLYCLINIC_COSIGN_KEY} names a key. */
    public static Optional<Cosign> find(Map<String, String> environment) {
        String key = environment.getOrDefault("POLYCLINIC_COSIGN_KEY", "");
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "cosign"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Cosign(program, key));
    }

    /** Signs a file; the bundle with the signature lies beside it. */
    void signFile(Path file, Path bundle) throws IOException {
        Path noLog = withoutLog(bundle.resolveSibling("cosign-signing.json"));
        try {
            run("sign-blob", "--yes", "--key", key, "--signing-config", noLog + "", "--bundle", bundle + "", file + "");
        } finally {
            Files.deleteIfExists(noLog);
        }
    }

    /** Signs an image where it was pushed to, so that a cluster's admission can ask for it. */
    void signImage(String reference, Path folder) throws IOException {
        Path noLog = withoutLog(folder.resolve("cosign-signing.json"));
        List<String> words = new ArrayList<>(List.of("sign", "--yes", "--key", key, "--signing-config", noLog + ""));
        if (reference.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?/.*")) {
            words.add("--allow-http-registry");
        }
        words.add(reference);
        try {
            run(words.toArray(String[]::new));
        } finally {
            Files.deleteIfExists(noLog);
        }
    }

    /** @param publicKey as cosign takes it */
    void verifyFile(Path file, Path bundle, String publicKey) throws IOException {
        run("verify-blob", "--key", publicKey, "--insecure-ignore-tlog", "--bundle", bundle + "", file + "");
    }

    private Path withoutLog(Path file) throws IOException {
        run("signing-config", "create", "--out", file + "");
        return file;
    }

    private void run(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path output = Files.createTempFile("cosign", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("cosign " + words[0] + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException("cosign " + words[0] + " failed: "
                        + Files.readString(output, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
