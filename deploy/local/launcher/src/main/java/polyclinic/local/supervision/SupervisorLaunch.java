package polyclinic.local.supervision;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Jdk;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** Starts the supervisor so that neither the end of this command nor Ctrl-C in its terminal ends it. */
public final class SupervisorLaunch {
    private static final int POLL_INTERVAL_MS = 25;
    private static final int MAX_POLLS = 600;

    private SupervisorLaunch() {}

    public static SupervisorConnection start(Settings settings) {
        Path log = settings.home().resolve("supervisor.log");
        SupervisorConnection.deleteFile(settings);
        try {
            List<String> command = new ArrayList<>(detachment());
            command.add(Jdk.newest().java().toString());
            command.addAll(Jdk.newest().small(32));
            command.addAll(List.of("-cp", copiedClasspath(settings), Supervisor.class.getName()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(settings.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("POLYCLINIC_HOME", settings.home().toString());
            for (String chosen : List.of(Settings.REPLICAS, Settings.FAULTS)) {
                String value = settings.value(chosen);
                if (value != null) {
                    builder.environment().put(chosen, value);
                }
            }
            Process process = builder.start();
            process.getOutputStream().close();
            return await(settings, process, log);
        } catch (IOException e) {
            throw new UserError("cannot start the supervisor: " + e.getMessage(), e);
        }
    }

    /** Copies the classes: the supervisor stays while others build, and must not lose its classes to them. */
    private static String copiedClasspath(Settings settings) throws IOException {
        Path lib = settings.home().resolve("run/lib");
        Distribution.delete(lib);
        Files.createDirectories(lib);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path copy = lib.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            copyAll(Path.of(entry), copy);
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static SupervisorConnection await(Settings settings, Process process, Path log) throws IOException {
        for (int i = 0; i < MAX_POLLS; i++) {
            SupervisorConnection supervisor = SupervisorConnection.find(settings);
            if (supervisor != null) {
                return supervisor;
            }
            if (!process.isAlive()) {
                break;
            }
            try {
                Thread.sleep(POLL_INTERVAL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserError("interrupted", e);
            }
        }
        List<String> lines = Files.readAllLines(log);
        throw new UserError("The supervisor does not start; the end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())));
    }

    /** Returns the command's prefix: a session of its own where there is setsid, else one that ignores the terminal's interrupt. */
    private static List<String> detachment() {
        boolean setsid = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
        return setsid ? List.of("setsid") : List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    }
}
