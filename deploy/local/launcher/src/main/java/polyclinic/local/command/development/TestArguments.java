package polyclinic.local.command.development;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words after {@code test}.
 *
 * @param modules names of modules
 * @param maven options that are passed to Maven unchanged
 */
record TestArguments(List<String> modules, List<String> maven) {
    /** Maven's options whose value is a word of its own. */
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of(
            "-pl",
            "--projects",
            "-P",
            "--activate-profiles",
            "-D",
            "--define",
            "-rf",
            "--resume-from",
            "-T",
            "--threads",
            "-s",
            "--settings",
            "-l",
            "--log-file",
            "-f",
            "--file");

    static TestArguments of(List<String> words) {
        List<String> modules = new ArrayList<>();
        List<String> maven = new ArrayList<>();
        boolean valueFollows = false;
        for (String word : words) {
            (valueFollows || word.startsWith("-") ? maven : modules).add(word);
            valueFollows = !valueFollows && OPTIONS_WITH_VALUE.contains(word);
        }
        return new TestArguments(modules, maven);
    }
}
