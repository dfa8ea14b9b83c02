package polyclinic.clients.movein;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.table.RowImport;
import polyclinic.clients.movein.transfer.MoveLedger;
import polyclinic.clients.movein.transfer.RecordStoring;
import polyclinic.clients.replay.Replay;

/**
 * {@code ./polyclinic import json DIR} {@code import csv FILE --mapping M.yaml} and {@code import fhir FILE…}: brings in the records of another system. Exit code 0: everything was stored and reads back the
 * same; 1: something was refused or differs, and is told; 2: it could not be done.
 */
@Command(name = "import")
public final class MoveIn extends MoveCommand {
    private static final int FOLDER_HASH = 12;

    MoveIn(Clinic clinic) {
        super(clinic);
    }

    public static void main(String[] arguments) {
        System.exit(new MoveIn(Clinic.fromEnvironment()).run(arguments));
    }

    @Command(name = "json")
    int json(
            @Parameters(index = "0") Path folder,
            @Option(names = "--source", defaultValue = "old-clinic") String source,
            @Option(names = "--zone") @Nullable String zone,
            @Option(names = "--ledger") @Nullable Path ledgerFile,
            @Option(names = "--no-compare") boolean withoutComparison,
            @Option(names = "--json") boolean asJson) {
        PrintStream progress = asJson ? System.err : System.out;
        MoveReport report = new MoveReport();
        Path file = ledgerFile == null ? ledger(folder, source) : ledgerFile;
        try (MoveLedger ledger = MoveLedger.open(file)) {
            RecordStoring storing = new RecordStoring(clinic().importer(), ledger, report, source);
            ClinicMapping mapping = new ClinicMapping(source, zone(zone), Instant.now());
            new ClinicImport(mapping, storing, report, progress).run(folder, !withoutComparison);
        }
        return tell(report, asJson);
    }

    @Command(name = "csv")
    int csv(
            @Parameters(index = "0") Path table,
            @Option(names = "--mapping", required = true) Path mapping,
            @Option(names = "--dry-run") boolean rehearsal,
            @Option(names = "--zone") @Nullable String zone,
            @Option(names = "--ledger") @Nullable Path ledgerFile,
            @Option(names = "--no-compare") boolean withoutComparison,
            @Option(names = "--json") boolean asJson) {
        PrintStream progress = asJson ? System.err : System.out;
        MoveReport report = new MoveReport();
        RowImport tables = new RowImport(table, mapping, zone(zone), report, progress);
        if (rehearsal) {
            tables.rehearse();
            return tell(report, asJson);
        }
        Path folder = table.toAbsolutePath().getParent();
        Path file = ledgerFile == null && folder != null ? ledger(folder, tables.source()) : ledgerFile;
        try (MoveLedger ledger = MoveLedger.open(Objects.requireNonNull(file))) {
            tables.run(new RecordStoring(clinic().importer(), ledger, report, tables.source()), !withoutComparison);
        }
        return tell(report, asJson);
    }

    @Command(name = "fhir")
    int fhir(@Parameters(arity = "1..*") List<Path> files, @Option(names = "--json") boolean asJson) {
        return Replay.importAll(clinic(), files, asJson) ? 0 : 1;
    }

    private static int tell(MoveReport report, boolean asJson) {
        if (asJson) System.out.println(report.json().toPrettyString());
        else report.lines().forEach(System.out::println);
        return report.isWhole() ? 0 : 1;
    }

    /** Beside the stack's own files, so that nothing is written where the other program works. */
    private Path ledger(Path folder, String source) {
        try {
            String name = DigestUtils.sha256Hex(source + "|" + folder.toRealPath() + "|" + clinic().gateway());
            return Path.of(clinic().value("POLYCLINIC_HOME", ".polyclinic"))
                    .resolve("imports")
                    .resolve(name.substring(0, FOLDER_HASH) + ".ledger");
        } catch (IOException e) {
            throw new CheckFailed(
                    folder + " cannot be read" + (Files.exists(folder) ? "" : ": there is no such folder"), e);
        }
    }
}
