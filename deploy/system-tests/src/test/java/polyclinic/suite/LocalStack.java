package polyclinic.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stack that is started as its user starts it ({@code ./polyclinic up}), with data and ports of its own. */
final class LocalStack {
    static final Path ROOT = checkout();

    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("GATEWAY", 28080),
            Map.entry("PATIENT", 28081),
            Map.entry("APPOINTMENT", 28082),
            Map.entry("PRESCRIPTION", 28083),
            Map.entry("NOTES", 28084),
            Map.entry("ASSET", 28085),
            Map.entry("AUDIT", 28086),
            Map.entry("BILLING", 28087),
            Map.entry("KEYCLOAK", 28190),
            Map.entry("POSTGRES", 28432),
            Map.entry("KAFKA", 29392),
            Map.entry("KAFKA_CONTROLLER", 29393),
            Map.entry("REDIS", 28379),
            Map.entry("S3", 29000),
            Map.entry("MONGO", 28017));

    private static final Map<String, String> SETTINGS = Map.of(
            // Recording for faster starts slows a start and an end; one stack does it for all.
            "POLYCLINIC_ARCHIVES", "off",
            // Everything starts once or twice and does little: compiled quickly, it is back sooner.
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private final Path home;
    private final Map<String, String> environment = new HashMap<>(SETTINGS);

    /**
     * @param name of its folder in {@code target}
     * @param portOffset from the ports of the suite that most tests share
     */
    LocalStack(String name, int portOffset, Map<String, String> settings) {
        home = ROOT.resolve("deploy/system-tests/target").resolve(name);
        environment.put("POLYCLINIC_HOME", home.toString());
        environment.putAll(settings);
        PORTS.forEach((service, port) -> environment.put("POLYCLINIC_" + service + "_PORT", "" + (port + portOffset)));
    }

    /** Starts it; it is stopped when the tests end. */
    void up() {
        run("up");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run("down")));
    }

    /** The folder of the stack's data, keys and secrets. */
    Path home() {
        return home;
    }

    /** What {@code up} wrote for clients. */
    Map<String, String> environmentFile() {
        Map<String, String> values = new HashMap<>();
        try {
            for (String line : Files.readAllLines(home.resolve("env"))) {
                int equals = line.indexOf('=');
                if (equals > 0)
                    values.put(
                            line.substring(0, equals),
                            line.substring(equals + 1).replaceAll("^'|'$", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    /** {@code ./polyclinic WORDS}, its outputs in one; not started yet. */
    ProcessBuilder command(String... words) {
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("polyclinic").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs {@code ./polyclinic WORDS}; fails with its output when it fails. */
    String run(String... words) {
        ProcessBuilder builder = command(words);
        try {
            Path output = Files.createTempFile("polyclinic", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(15, TimeUnit.MINUTES)) process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (process.exitValue() != 0)
                throw new AssertionError("./polyclinic " + String.join(" ", words) + "\n" + text);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("polyclinic"))) folder = folder.getParent();
        return folder;
    }
}
