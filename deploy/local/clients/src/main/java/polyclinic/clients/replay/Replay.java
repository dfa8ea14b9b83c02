package polyclinic.clients.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.replay.bundle.BundleReader;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.transfer.ImportOutcome;
import polyclinic.clients.replay.transfer.ImportTally;
import polyclinic.clients.replay.transfer.ReadBack;
import polyclinic.clients.replay.transfer.RecordImport;

/**
 * {@code ./polyclinic replay FILE…}: imports patient records as other institutions export them (FHIR R4 bundles), then plays
 * today's visit.
 */
public final class Replay {
    private static final int MAX_DIFFERENCES_PRINTED = 5;

    private Replay() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: ./polyclinic replay FILE…   (FHIR R4 bundles in JSON; a sample:"
                    + " deploy/local/clients/samples/synthea-coy949.json)");
            System.exit(2);
        }
        try {
            List<Path> files = Arrays.stream(arguments).map(Path::of).toList();
            run(Clinic.fromEnvironment(), files, System.out);
        } catch (CheckFailed failure) {
            System.out.flush();
            System.err.println("replay: " + failure.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @throws CheckFailed when a record cannot be taken in full */
    private static void run(Clinic clinic, List<Path> files, PrintStream out) {
        List<String> summaries = new ArrayList<>();
        for (Path file : files) summaries.add(replay(clinic, file, out));
        out.println();
        summaries.forEach(out::println);
    }

    private static String replay(Clinic clinic, Path file, PrintStream out) {
        long begin = System.nanoTime();
        out.println();
        out.println(file.getFileName() + ":");
        ImportPlan plan = BundleReader.read(text(file), Instant.now());
        Collection<Integer> counts = plan.resources().values();
        out.printf(
                "  %d resources of %d types%n",
                counts.stream().mapToInt(Integer::intValue).sum(), counts.size());
        ImportOutcome outcome = new RecordImport(clinic, plan, out).run();
        List<String> differences = new ReadBack(clinic, plan, outcome, out).differences();
        ImportTally tally = ImportTally.of(plan, outcome);
        out.println();
        new FirstVisit(clinic, outcome.patientId()).play(new StepLog(out));
        out.println();
        out.println("What was odd about the data and how it was treated:");
        plan.notes().forEach((note, count) -> out.printf("  %5d × %s%n", count, note));
        out.println();
        tally.lines().forEach(out::println);
        require(differences, tally);
        return summary(file, tally, begin);
    }

    private static void require(List<String> differences, ImportTally tally) {
        if (!differences.isEmpty())
            throw new CheckFailed(differences.size() + " differences between what was sent and what is stored, first: "
                    + differences.subList(0, Math.min(MAX_DIFFERENCES_PRINTED, differences.size())));
        if (!tally.unaccounted().isEmpty()) throw new CheckFailed("not accounted for: " + tally.unaccounted());
    }

    private static String summary(Path file, ImportTally tally, long begin) {
        Collection<ImportTally.Row> rows = tally.rows();
        return String.format(
                Locale.ROOT,
                "%s: %d resources, %d stored (%d of them new), %d skipped; every stored item was read back and is the same; %.1f s",
                file.getFileName(),
                rows.stream().mapToInt(ImportTally.Row::inFile).sum(),
                rows.stream().mapToInt(ImportTally.Row::stored).sum(),
                rows.stream().mapToInt(ImportTally.Row::created).sum(),
                rows.stream().mapToInt(ImportTally.Row::skippedInAll).sum(),
                (System.nanoTime() - begin) / 1e9);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CheckFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
