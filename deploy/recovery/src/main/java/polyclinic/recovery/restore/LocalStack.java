package polyclinic.recovery.restore;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.SuiteEnvironment;

/** A stack of its own home and ports, started by {@code ./polyclinic} as people start it. */
public final class LocalStack {
    private static final List<String> SERVERS =
            List.of("KEYCLOAK", "POSTGRES", "KAFKA", "KAFKA_CONTROLLER", "REDIS", "S3", "MONGO");
    /** The folder of a service in the checkout. */
    private static final Pattern SERVICE = Pattern.compile("([a-z]+)-service|(gateway)");

    private static final int TIMEOUT_MINUTES = 10;
    private static final int MAX_LINES = 4;

    private final Path root;
    private final Path home;
    private final Map<String, String> settings;

    private LocalStack(Path root, Path home, Map<String, String> settings) {
        this.root = root;
        this.home = home;
        this.settings = settings;
    }

    /**
     * Returns the stack of a home on ports that are free now, so that another one may go on.
     *
     * @param given names the checkout
     */
    public static LocalStack onFreePorts(Path home, Map<String, String> given) {
        String root = given.getOrDefault("POLYCLINIC_ROOT", "");
        if (!Files.isExecutable(Path.of(root, "polyclinic"))) {
            throw new RecoveryFailed("POLYCLINIC_ROOT must name a checkout: ./polyclinic starts the servers");
        }
        List<String> names = new ArrayList<>(SERVERS);
        services(Path.of(root)).forEach(service -> {
            names.add(service);
            names.add(service + "_MANAGEMENT");
        });
        List<Integer> ports = freePorts(names.size());
        Map<String, String> settings = new LinkedHashMap<>();
        for (int index = 0; index < names.size(); index++) {
            settings.put("POLYCLINIC_" + names.get(index) + "_PORT", "" + ports.get(index));
        }
        return new LocalStack(Path.of(root), home, settings);
    }

    /** As their variables begin: {@code PATIENT}. */
    private static List<String> services(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> SERVICE.matcher(folder.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> (name.group(1) == null ? name.group(2) : name.group(1)).toUpperCase(Locale.ROOT))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RecoveryFailed("the checkout in " + root + " cannot be read", e);
        }
    }

    /** Stops whatever runs of a home. */
    public static void stop(Path home, Map<String, String> given) {
        if (Files.exists(home.resolve("run"))) {
            new LocalStack(Path.of(given.getOrDefault("POLYCLINIC_ROOT", "")), home, Map.of()).down();
        }
    }

    /** Starts the named servers and services; all when none is named. */
    public void up(String... names) {
        run(names.length == 0 ? "" : String.join(" ", names), "up");
    }

    public void down() {
        run("", "down");
    }

    /** Runs a command against it and returns what it prints. Fails with its last lines. */
    public String run(String only, String... words) {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("polyclinic").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        // What the other stack's commands were given must not lead this one's astray.
        builder.environment().keySet().removeIf(name -> name.startsWith("POLYCLINIC_") && !isCommon(name));
        builder.environment().putAll(settings);
        builder.environment().put("POLYCLINIC_HOME", home.toString());
        builder.environment().put("POLYCLINIC_ONLY", only);
        try {
            Path output = Files.createTempFile("polyclinic", ".out");
            try {
                Process process = builder.redirectOutput(output.toFile()).start();
                if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new RecoveryFailed("./polyclinic " + String.join(" ", words) + " did not end");
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new RecoveryFailed("./polyclinic " + String.join(" ", words) + " failed: " + end(text));
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new RecoveryFailed("./polyclinic cannot be run", e);
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    /** Returns the addresses and secrets of what runs. */
    public Map<String, String> environment() {
        return SuiteEnvironment.of(home, Map.of("POLYCLINIC_ROOT", root.toString()));
    }

    private static boolean isCommon(String name) {
        return List.of(
                        "POLYCLINIC_MAVEN",
                        "POLYCLINIC_JAVA_HOME",
                        "POLYCLINIC_BUILD",
                        "POLYCLINIC_ARCHIVES",
                        "POLYCLINIC_TLS")
                .contains(name);
    }

    private static String end(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    }

    /** All of them are taken at the same time, so that none is given twice. */
    private static List<Integer> freePorts(int number) {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int count = 0; count < number; count++) {
                ServerSocket socket = new ServerSocket(0);
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new RecoveryFailed("there are no free ports", e);
        }
    }
}
