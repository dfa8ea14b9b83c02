package polyclinic.checks.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Programs that are not part of the build, such as {@code promtool}; {@code deploy/checks/tools.sh} knows where each comes from. A test
 * never passes because a program is missing: it gets the program, or fails with the command to run.
 */
public final class Tools {
    private static final String SCRIPT = "deploy/checks/tools.sh";
    /** The script's exit code where a program is not to be had for the machine. */
    private static final int NOT_FOR_THIS_MACHINE = 3;

    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

    private Tools() {}

    /**
     * The program's path. It is fetched where neither the {@code PATH} nor the user's cache folder has it, which takes seconds, once.
     *
     * @throws TestAbortedException on a machine for which it is not to be had: the test is left out
     * @throws AssertionFailedError where it could not be fetched; the message ends with the command to run
     */
    public static Path find(String name) {
        return FOUND.computeIfAbsent(name, Tools::fetch);
    }

    /** Runs a program in the checkout's top folder and takes what it prints, whatever its exit code. */
    public static ToolRun run(String name, String... arguments) {
        return run(Checkout.root(), "", name, arguments);
    }

    /** Runs a program in a folder and gives it a text to read. */
    public static ToolRun run(Path folder, String input, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(find(name).toString()));
        command.addAll(List.of(arguments));
        return ToolRun.of(folder, input, command, Map.of());
    }

    private static Path fetch(String name) {
        ToolRun script = ToolRun.of(Checkout.root(), "", List.of("sh", SCRIPT, "--path", name), Map.of());
        if (script.exit() == 0) return Path.of(script.out().strip());
        String reason = Arrays.stream(script.err().split("\n"))
                .reduce((first, last) -> last)
                .orElse("")
                .strip();
        if (script.exit() == NOT_FOR_THIS_MACHINE) throw new TestAbortedException(reason);
        throw new AssertionFailedError(reason + " Run: " + SCRIPT + " " + name);
    }
}
