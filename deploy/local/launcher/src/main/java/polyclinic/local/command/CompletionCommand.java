package polyclinic.local.command;

import java.util.Iterator;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.terminal.UserError;

/** {@code completion SHELL}: the script by which a shell completes commands, options and names. */
@Command(
        name = "completion",
        header = "Print the script that completes commands and names in your shell.",
        footer = {
            "  source <(./polyclinic completion bash)                      in this shell",
            "  ./polyclinic completion bash >> ~/.bash_completion          in each new one",
            "  ./polyclinic completion zsh >> ~/.zshrc"
        })
final class CompletionCommand implements Runnable {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private String shell = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    CompletionCommand() {}

    @Override
    public void run() {
        if (!SHELLS.contains(shell)) {
            throw new UserError("There is no completion for \"" + shell + "\"; it is there for "
                    + String.join(" and ", SHELLS) + ".");
        }
        // One script serves both shells.
        CommandLine root = spec.root().commandLine();
        root.getOut().println(AutoComplete.bash("polyclinic", root));
    }

    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SHELLS.iterator();
        }
    }
}
