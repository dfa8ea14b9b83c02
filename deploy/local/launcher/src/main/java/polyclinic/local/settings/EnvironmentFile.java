package polyclinic.local.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import polyclinic.local.process.Secrets;
import polyclinic.local.terminal.UserError;

/** {@code .polyclinic/env}: the addresses and secrets of the running stack for its owner's commands (0600; sh can read it, too). */
public final class EnvironmentFile {
    private EnvironmentFile() {}

    static Path path(Settings settings) {
        return settings.home().resolve("env");
    }

    public static void write(Settings settings, Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Secrets.writePrivately(path(settings), text.toString());
    }

    /** Returns the values by their names, none when the stack has never been up. */
    public static Map<String, String> read(Settings settings) {
        return Files.exists(path(settings)) ? parse(lines(path(settings))) : Map.of();
    }

    private static Map<String, String> parse(Iterable<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String quoted = line.substring(equals + 1);
                values.put(
                        line.substring(0, equals),
                        quoted.substring(1, quoted.length() - 1).replace("'\\''", "'"));
            }
        }
        return values;
    }

    private static Iterable<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
