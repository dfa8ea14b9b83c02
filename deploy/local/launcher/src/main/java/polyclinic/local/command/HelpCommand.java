package polyclinic.local.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.terminal.SimilarNames;
import polyclinic.local.terminal.UserError;

/** {@code help [COMMAND]}: all commands, or how to use one. */
@Command(
        name = "help",
        header = "Show this list, or how to use one command.",
        footer = {"  ./polyclinic help", "  ./polyclinic help up    the same as ./polyclinic up --help"})
final class HelpCommand implements Runnable {
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            completionCandidates = CommandGroups.Names.class,
            description = "The command to explain.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    HelpCommand() {}

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        root.getOut().print(target(root).getUsageMessage());
        root.getOut().flush();
    }

    private CommandLine target(CommandLine root) {
        if (name == null) {
            return root;
        }
        CommandLine command = root.getSubcommands().get(name);
        if (command == null) {
            throw new UserError("There is no command \"" + name + "\"."
                    + SimilarNames.hint(name, root.getSubcommands().keySet()) + " ./polyclinic help lists them.");
        }
        return command;
    }
}
