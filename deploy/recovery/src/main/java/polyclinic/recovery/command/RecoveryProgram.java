package polyclinic.recovery.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import polyclinic.recovery.progress.RecoveryFailed;

/** The program: {@code backup}, {@code backups}, {@code restore}, {@code drill}, {@code verify}. */
@Command(
        name = "recovery",
        description = "Recovery points over all stores of the suite.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class RecoveryProgram {
    private static final int USAGE_ERROR = 2;

    private RecoveryProgram() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new RecoveryProgram())
                .addSubcommand(new BackupCommand(environment))
                .addSubcommand(new BackupsCommand(environment))
                .addSubcommand(new RestoreCommand(environment))
                .addSubcommand(new DrillCommand(environment))
                .addSubcommand(new VerifyCommand(environment))
                .setExecutionExceptionHandler((failure, line, result) -> fail(failure))
                .setParameterExceptionHandler((failure, words) -> {
                    System.err.println("polyclinic: " + RecoveryFailed.reason(failure));
                    return USAGE_ERROR;
                });
    }

    /** Says the reason in one line; only of what nobody foresaw the whole is shown. */
    private static int fail(Exception failure) {
        System.err.println("polyclinic: " + RecoveryFailed.reason(failure));
        if (!(failure instanceof RecoveryFailed)) {
            failure.printStackTrace();
        }
        return 1;
    }
}
