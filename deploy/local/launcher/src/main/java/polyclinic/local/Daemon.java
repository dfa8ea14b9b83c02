package polyclinic.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.servers.Dist;
import polyclinic.local.servers.Jdk;

/** Starts the supervisor so that neither the end of this command nor Ctrl-C in its terminal reaches it. */
final class Daemon {
    private Daemon() {}

    static Control start(Settings settings) {
        Path log = settings.home().resolve("supervisor.log");
        Control.forget(settings);
        try {
            List<String> command = new ArrayList<>(apart());
            command.add(Jdk.newest().java().toString());
            command.addAll(Jdk.newest().small(32));
            command.addAll(List.of("-cp", copiedClasspath(settings), Supervisor.class.getName()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(settings.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("POLYCLINIC_HOME", settings.home().toString());
            Process process = builder.start();
            process.getOutputStream().close();
            return await(settings, process, log);
        } catch (IOException e) {
            throw new Complaint("cannot start the supervisor: " + e.getMessage(), e);
        }
    }

    /** The supervisor stays while others build; it must not lose its classes to them. */
    private static String copiedClasspath(Settings settings) throws IOException {
        Path lib = settings.home().resolve("run/lib");
        Dist.delete(lib);
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

    private static Control await(Settings settings, Process process, Path log) throws IOException {
        for (int i = 0; i < 600; i++) {
            Control control = Control.find(settings);
            if (control != null) {
                return control;
            }
            if (!process.isAlive()) {
                break;
            }
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Complaint("interrupted", e);
            }
        }
        List<String> lines = Files.readAllLines(log);
        throw new Complaint("The supervisor does not start; the end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())));
    }

    /** A session of its own where there is setsid, else deaf to the terminal's interrupt. */
    private static List<String> apart() {
        boolean setsid = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
        return setsid ? List.of("setsid") : List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    }
}
