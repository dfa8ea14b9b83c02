package polyclinic.clients.movein;

import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/** A command of moving in or out. What could not be done is one line on the error output and exit code 2. */
abstract class MoveCommand {
    private static final int FAILED = 2;

    private final Clinic clinic;

    MoveCommand(Clinic clinic) {
        this.clinic = clinic;
    }

    Clinic clinic() {
        return clinic;
    }

    int run(String... arguments) {
        CommandLine line = new CommandLine(this);
        return line.setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof CheckFailed || failure instanceof UncheckedIOException)) throw failure;
                    System.err.println(line.getCommandName() + ": " + failure.getMessage());
                    return FAILED;
                })
                .execute(arguments);
    }

    /** The zone of that name, else the clinic's. */
    ZoneId zone(@Nullable String named) {
        String name = named == null ? clinic.value("POLYCLINIC_CLINIC_ZONE", "UTC") : named;
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new CheckFailed("there is no time zone " + name, e);
        }
    }
}
