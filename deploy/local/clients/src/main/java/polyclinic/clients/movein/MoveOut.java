package polyclinic.clients.movein;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.mapping.ClinicShapes;

/**
 * {@code ./polyclinic export json DIR}: writes the records in the shapes of the files that a clinic came from. Exit code 0: they are written;
 * 2: it could not be done, and the files are as they were.
 */
@Command(name = "export")
public final class MoveOut {
    private static final int FAILED = 2;

    private final Clinic clinic;

    MoveOut(Clinic clinic) {
        this.clinic = clinic;
    }

    public static void main(String[] arguments) {
        System.exit(new MoveOut(Clinic.fromEnvironment()).run(arguments));
    }

    int run(String... arguments) {
        return new CommandLine(this)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof CheckFailed || failure instanceof UncheckedIOException)) throw failure;
                    System.err.println("export: " + failure.getMessage());
                    return FAILED;
                })
                .execute(arguments);
    }

    @Command(name = "json")
    int json(
            @Parameters(index = "0") Path folder,
            @Option(names = "--source", defaultValue = "old-clinic") String source,
            @Option(names = "--zone") @Nullable String zone) {
        ZoneId place = MoveIn.zone(clinic, zone);
        new ClinicExport(clinic.importer(), new ClinicShapes(source, place), System.out).run(folder);
        return 0;
    }
}
