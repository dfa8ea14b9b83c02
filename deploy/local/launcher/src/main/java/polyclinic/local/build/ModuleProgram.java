package polyclinic.local.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyclinic.local.process.Jdk;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/**
 * A program that is a Maven module of its own under {@code deploy}, with libraries that the launcher does not need: it runs as a process
 * of its own, from the class path that its build wrote down.
 *
 * @param module its folder
 * @param mainClass what starts
 */
public record ModuleProgram(Settings settings, String module, String mainClass) {
    /**
     * Returns the words of the command, for a program that is over within seconds.
     *
     * @param heapMiB the most memory for its data
     * @throws UserError when it is not built
     */
    public List<String> command(int heapMiB, List<String> arguments) {
        return command(heapMiB, List.of("-XX:TieredStopAtLevel=1"), arguments);
    }

    /** As {@link #command}, for a program that works for minutes: what it does often is compiled with all effort. */
    public List<String> longCommand(int heapMiB, List<String> arguments) {
        return command(heapMiB, List.of(), arguments);
    }

    private List<String> command(int heapMiB, List<String> compiler, List<String> arguments) {
        Path target = settings.root().resolve(module).resolve("target");
        List<String> words = new ArrayList<>();
        words.add(Jdk.newest().java().toString());
        words.addAll(List.of("-Xmx" + heapMiB + "m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        words.addAll(compiler);
        words.addAll(Jdk.newest().modern());
        words.add("-Dpolyclinic.root=" + settings.root());
        words.addAll(List.of("-cp", target.resolve("classes") + ":" + classpath(target), mainClass));
        words.addAll(arguments);
        return words;
    }

    private String classpath(Path target) {
        try {
            return Files.readString(target.resolve("classpath.txt")).trim();
        } catch (IOException e) {
            throw new UserError("What is in " + module + " is not built; unset POLYCLINIC_BUILD", e);
        }
    }
}
