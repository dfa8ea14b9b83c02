package polyclinic.local.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that runs on the user's terminal: it reads and writes there itself, and ends with this one at the latest. */
public final class TerminalProcess {
    private TerminalProcess() {}

    /** Runs the command in the folder with the variables added to the environment. Returns the exit code. */
    public static int run(List<String> command, Path folder, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end of " + command.get(0)));
            return process.waitFor();
        } catch (IOException e) {
            throw new UserError("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }
}
