package polyclinic.clients.movein;

import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.mapping.ClinicShapes;

/**
 * {@code ./polyclinic export json DIR}: writes the records in the shapes of the files that a clinic came from. Exit code 0: they are written;
 * 2: it could not be done, and the files are as they were.
 */
@Command(name = "export")
public final class MoveOut extends MoveCommand {
    MoveOut(Clinic clinic) {
        super(clinic);
    }

    public static void main(String[] arguments) {
        System.exit(new MoveOut(Clinic.fromEnvironment()).run(arguments));
    }

    @Command(name = "json")
    int json(
            @Parameters(index = "0") Path folder,
            @Option(names = "--source", defaultValue = "old-clinic") String source,
            @Option(names = "--zone") @Nullable String zone) {
        ZoneId place = zone(zone);
        new ClinicExport(clinic().importer(), new ClinicShapes(source, place), System.out).run(folder);
        return 0;
    }
}
