package polyclinic.local.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import polyclinic.local.process.ServerFailed;
import polyclinic.local.terminal.SimilarNames;
import polyclinic.local.terminal.UserError;

/** Errors as one line that says what to do; a stack trace only for faults of the program itself. */
final class ErrorMessages implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int FAILED = 1;

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        return report(e.getCommandLine(), message(e));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) throws Exception {
        if (e instanceof UserError || e instanceof ServerFailed) {
            return report(command, String.valueOf(e.getMessage()));
        }
        throw e;
    }

    private static int report(CommandLine command, String message) {
        command.getErr().println("polyclinic: " + message);
        command.getErr().flush();
        return FAILED;
    }

    private static String message(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missing.getMissing().get(0).paramLabel() + " is missing; " + help(spec) + " shows how.";
        }
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage() + "; " + help(spec) + " shows how.";
        }
        String word = unmatched.getUnmatched().get(0);
        if (spec.parent() == null && !word.startsWith("-")) {
            return "There is no command \"" + word + "\"."
                    + SimilarNames.hint(word, spec.subcommands().keySet()) + " ./polyclinic help lists them.";
        }
        List<String> options = new ArrayList<>(spec.optionsMap().keySet());
        return spec.name() + " does not take \"" + word + "\"." + SimilarNames.hint(word, options) + " " + help(spec)
                + " shows how.";
    }

    private static String help(CommandSpec spec) {
        if (spec.parent() == null) {
            return "./polyclinic help";
        }
        return spec.parent().parent() == null ? "./polyclinic help " + spec.name() : spec.qualifiedName() + " --help";
    }
}
