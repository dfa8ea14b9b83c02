package polyclinic.local.build;

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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import polyclinic.local.process.Distribution;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** The Maven to use: POLYCLINIC_MAVEN (a command), else `mvn` on the PATH; it fetches a newer one for `quarkus:dev`. */
public final class Maven {
    /** Modules that are built and tested side by side: one alone leaves a processor idle while it waits. */
    public static final int MODULES_AT_ONCE = 2;

    private static final String DEV_MODE_VERSION = "3.9.11";
    private static final Pattern VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)");
    private final Settings settings;

    public Maven(Settings settings) {
        this.settings = settings;
    }

    /** Returns the words of the command. */
    public List<String> command() {
        String chosen = settings.value("POLYCLINIC_MAVEN");
        if (chosen != null) {
            return List.of(chosen.split(" +"));
        }
        boolean present = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
        if (!present) {
            throw new UserError("Maven is missing: install Maven 3.8.7 or newer (Debian: apt install maven), or set"
                    + " POLYCLINIC_MAVEN to its command.");
        }
        return List.of("mvn");
    }

    /** Returns the words of a command of Maven 3.9 or newer, as Quarkus' dev mode requires. */
    public List<String> devModeCommand() {
        List<String> version = new ArrayList<>();
        run(version::add, "-B", "-v");
        if (version.stream().anyMatch(Maven::isNewEnough)) {
            return command();
        }
        Path program =
                Distribution.root().resolve("apache-maven-" + DEV_MODE_VERSION).resolve("bin/mvn");
        if (!Files.isExecutable(program)) {
            Terminal.say("Fetching Maven " + DEV_MODE_VERSION + " (dev mode needs 3.9 or newer) …");
            List<String> output = new ArrayList<>();
            int code = run(
                    output::add,
                    "-B",
                    "-N",
                    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack",
                    "-Dartifact=org.apache.maven:apache-maven:" + DEV_MODE_VERSION + ":zip:bin",
                    "-DoutputDirectory=" + Distribution.root());
            if (code != 0) {
                throw new UserError("cannot fetch Maven " + DEV_MODE_VERSION + ":\n" + String.join("\n", output));
            }
            program.toFile().setExecutable(true);
        }
        return List.of(program.toString());
    }

    /** Runs it in the checkout and hands over each line of its output. Returns the exit code. */
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
            throw new UserError("cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }

    static boolean isNewEnough(String line) {
        Matcher matcher = VERSION.matcher(line);
        return matcher.find() && (Integer.parseInt(matcher.group(1)) > 3 || Integer.parseInt(matcher.group(2)) >= 9);
    }
}
