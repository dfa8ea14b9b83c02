package polyclinic.images.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import polyclinic.images.content.SuiteImage;

/**
 * Runs an image's process as a cluster does that enforces restricted pods: as uid 1001, without capabilities, on a root that is read-only
 * but for the folders which the image names. It is bubblewrap that does it, so no container engine is needed; Java and the system's
 * libraries are this machine's.
 */
final class Sandbox {
    private static final long TIMEOUT_SECONDS = 120;
    /** The exit code of tools.sh where a program is not to be had for the machine. */
    private static final int NOT_FOR_THIS_MACHINE = 3;

    private final String program;
    private final boolean isRoot;

    private Sandbox(String program, boolean isRoot) {
        this.program = program;
        this.isRoot = isRoot;
    }

    /** Returns one, or leaves the test out where this machine lets nobody make one; the reason is printed. */
    static Sandbox find(Path checkout) throws Exception {
        Result tool =
                run(List.of("sh", checkout.resolve("deploy/checks/tools.sh").toString(), "--path", "bwrap"));
        assumeTrue(tool.exit() != NOT_FOR_THIS_MACHINE, tool.text());
        if (tool.exit() != 0) {
            throw new AssertionError(tool.text() + " Run: deploy/checks/tools.sh bwrap");
        }
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> lines = tool.text().lines().toList();
        Sandbox sandbox = new Sandbox(lines.get(lines.size() - 1).strip(), isRoot);
        Result probe = run(sandbox.command(Path.of("/usr"), List.of(), Map.of(), List.of("true")));
        assumeTrue(probe.exit() == 0, "This machine allows no sandbox, so the images were not run: " + probe.text());
        return sandbox;
    }

    /**
     * Starts a process.
     *
     * @param application what the image has in {@code /app}
     * @param writable folders that are empty and can be written to
     */
    Process start(
            Path application, List<String> writable, Map<String, String> environment, List<String> words, Path log)
            throws IOException {
        return new ProcessBuilder(command(application, writable, environment, words))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private List<String> command(
            Path application, List<String> writable, Map<String, String> environment, List<String> words) {
        List<String> command = new ArrayList<>(List.of(program, "--die-with-parent", "--unshare-pid", "--unshare-ipc"));
        for (String folder : List.of("/usr", "/bin", "/lib", "/lib64", "/etc", System.getProperty("java.home"))) {
            command.addAll(List.of("--ro-bind-try", folder, folder));
        }
        command.addAll(List.of("--dev", "/dev", "--proc", "/proc", "--ro-bind", application.toString(), "/app"));
        for (String folder : writable) {
            command.addAll(List.of("--perms", "1777", "--tmpfs", folder));
        }
        command.addAll(List.of("--remount-ro", "/", "--chdir", "/app", "--clearenv"));
        environment.forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        String user = "" + SuiteImage.USER;
        if (isRoot) {
            // Root needs no name space for users, and so becomes the real other user.
            command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
            command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        } else {
            command.addAll(1, List.of("--unshare-user", "--uid", user, "--gid", user, "--cap-drop", "ALL"));
        }
        command.addAll(words);
        return command;
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sandbox", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return new Result(
                    ended ? process.exitValue() : -1,
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } finally {
            Files.delete(output);
        }
    }

    private record Result(int exit, String text) {}
}
