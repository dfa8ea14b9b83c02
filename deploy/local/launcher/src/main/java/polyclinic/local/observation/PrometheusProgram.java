package polyclinic.local.observation;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** Finds the machine's Prometheus; none comes with the stack, since Maven's repository has none. */
public final class PrometheusProgram {
    private static final String VARIABLE = "POLYCLINIC_PROMETHEUS";

    private PrometheusProgram() {}

    /** Returns what POLYCLINIC_PROMETHEUS names, else what is on the PATH; fails with how to get one. */
    public static Path find(Settings settings) {
        String named = settings.value(VARIABLE);
        if (named != null) {
            Path program = Path.of(named).toAbsolutePath();
            if (!isProgram(program)) {
                throw new UserError(VARIABLE + "=" + named + " is not a program.");
            }
            return program;
        }
        return Arrays.stream(settings.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve("prometheus"))
                .filter(PrometheusProgram::isProgram)
                .findFirst()
                .orElseThrow(() -> new UserError("There is no Prometheus on this machine: install one (Debian:"
                        + " apt install prometheus), or set " + VARIABLE + " to its program."));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
