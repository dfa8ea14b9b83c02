package polyclinic.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import polyclinic.local.servers.Dist;

/** The Maven at hand: POLYCLINIC_MAVEN (a command), else `mvn` on the PATH; one that is new enough for `quarkus:dev` is fetched through it. */
final class Maven {
    private static final String NEWER = "3.9.11";
    private static final Pattern VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)");
    private final Settings settings;

    Maven(Settings settings) {
        this.settings = settings;
    }

    /** The command's words. */
    List<String> command() {
        String chosen = settings.value("POLYCLINIC_MAVEN");
        if (chosen != null) {
            return List.of(chosen.split(" +"));
        }
        boolean present = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
        if (!present) {
            throw new Complaint("Maven is missing: install Maven 3.8.7 or newer (Debian: apt install maven), or set"
                    + " POLYCLINIC_MAVEN to its command.");
        }
        return List.of("mvn");
    }

    /** Runs it in the checkout; each line of its output is handed over. Returns the exit code. */
    int run(Consumer<String> line, String... arguments) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(settings.root().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.lines().forEach(line);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new Complaint("cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted", e);
        }
    }

    /** Runs it on the user's terminal. */
    int runVisibly(List<String> command, Path folder, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new Complaint("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted", e);
        }
    }

    /** A Maven of 3.9 or newer, as Quarkus' dev mode wants it. */
    List<String> newEnough() {
        List<String> version = new ArrayList<>();
        run(version::add, "-B", "-v");
        if (version.stream().anyMatch(Maven::isNewEnough)) {
            return command();
        }
        Path program = Dist.root().resolve("apache-maven-" + NEWER).resolve("bin/mvn");
        if (!Files.isExecutable(program)) {
            Terminal.say("Fetching Maven " + NEWER + " (dev mode wants 3.9 or newer) …");
            List<String> output = new ArrayList<>();
            int code = run(
                    output::add,
                    "-B",
                    "-N",
                    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack",
                    "-Dartifact=org.apache.maven:apache-maven:" + NEWER + ":zip:bin",
                    "-DoutputDirectory=" + Dist.root());
            if (code != 0) {
                throw new Complaint("cannot fetch Maven " + NEWER + ":\n" + String.join("\n", output));
            }
            program.toFile().setExecutable(true);
        }
        return List.of(program.toString());
    }

    static boolean isNewEnough(String line) {
        Matcher matcher = VERSION.matcher(line);
        return matcher.find() && (Integer.parseInt(matcher.group(1)) > 3 || Integer.parseInt(matcher.group(2)) >= 9);
    }
}
