package polyclinic.local.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import polyclinic.local.command.clients.ClientCommand;
import polyclinic.local.command.clients.TokenCommand;
import polyclinic.local.command.development.DevCommand;
import polyclinic.local.command.development.TestCommand;
import polyclinic.local.command.images.ImagesCommand;
import polyclinic.local.command.keys.KeysCommand;
import polyclinic.local.command.kubernetes.KubeCommand;
import polyclinic.local.command.recovery.RecoveryCommand;
import polyclinic.local.command.stack.ComponentCommand;
import polyclinic.local.command.stack.DownCommand;
import polyclinic.local.command.stack.LogsCommand;
import polyclinic.local.command.stack.ObserveCommand;
import polyclinic.local.command.stack.ResetCommand;
import polyclinic.local.command.stack.StatusCommand;
import polyclinic.local.command.stack.UpCommand;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** The program behind {@code ./polyclinic}. */
public final class Main {
    private static final int HELP_WIDTH = 110;
    private static final Map<String, String> EXIT_CODES =
            new TreeMap<>(Map.of("0", "done", "1", "failed; the reason is printed on one line"));

    private Main() {}

    public static void main(String[] arguments) {
        try {
            System.exit(commandLine(Settings.of(System.getenv())).execute(arguments));
        } catch (UserError error) {
            System.err.println("polyclinic: " + error.getMessage());
            System.exit(1);
        }
    }

    static CommandLine commandLine(Settings settings) {
        CommandLine root = new CommandLine(new PolyclinicCommand());
        commands(settings).forEach(root::addSubcommand);
        KubeCommand.addTo(root, settings);
        root.setExpandAtFiles(false);
        root.setUsageHelpWidth(HELP_WIDTH);
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandGroups());
        root.getSubcommands().values().forEach(Main::configure);
        ErrorMessages errors = new ErrorMessages();
        return root.setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors);
    }

    private static void configure(CommandLine command) {
        // The clients refuse what they do not know themselves.
        command.setUnmatchedArgumentsAllowed(
                command.getCommand() instanceof ClientCommand || command.getCommand() instanceof RecoveryCommand);
        // Maven's options are words like the modules' names; the command tells them apart.
        command.setUnmatchedOptionsArePositionalParams(command.getCommand() instanceof TestCommand);
        layOutHelp(command.getCommandSpec().usageMessage());
        command.getSubcommands().values().forEach(Main::configure);
    }

    private static void layOutHelp(UsageMessageSpec help) {
        help.synopsisHeading("%nUsage: ");
        if (help.description().length > 0) {
            help.descriptionHeading("%n");
        }
        if (help.exitCodeList().isEmpty()) {
            help.exitCodeList(EXIT_CODES);
        }
        help.parameterListHeading("%n@|bold Arguments|@%n")
                .optionListHeading("%n@|bold Options|@%n")
                .exitCodeListHeading("%n@|bold Exit codes|@%n")
                .footerHeading("%n@|bold Examples|@%n");
    }

    private static List<Object> commands(Settings settings) {
        return List.of(
                new UpCommand(settings),
                new DownCommand(settings),
                new StatusCommand(settings),
                new LogsCommand(settings),
                new ComponentCommand.Start(settings),
                new ComponentCommand.Stop(settings),
                new ComponentCommand.Restart(settings),
                new ComponentCommand.Kill(settings),
                new ResetCommand(settings),
                new ClientCommand.Demo(settings),
                new TokenCommand(settings),
                new ClientCommand.Replay(settings),
                new ClientCommand.Seed(settings),
                new ClientCommand.Import(settings),
                new ClientCommand.Export(settings),
                new ClientCommand.Bridge(settings),
                new ClientCommand.OldClinic(settings),
                new ClientCommand.Bench(settings),
                new ClientCommand.Chaos(settings),
                new ClientCommand.VerifyAudit(settings),
                new ClientCommand.DeadLetters(settings),
                new ClientCommand.Postman(settings),
                new ObserveCommand(settings),
                new RecoveryCommand.Backup(settings),
                new RecoveryCommand.Backups(settings),
                new RecoveryCommand.Restore(settings),
                new RecoveryCommand.Drill(settings),
                new ImagesCommand(settings),
                new KeysCommand(settings),
                new TestCommand(settings),
                new DevCommand(settings),
                new CompletionCommand(),
                new HelpCommand());
    }
}
