package polyclinic.clients.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import polyclinic.clients.Clinic;
import polyclinic.clients.Wrong;
import polyclinic.clients.demo.Steps;

/** {@code ./polyclinic replay FILE…}: patient records as the FHIR world exchanges them (R4 bundles), and today's visit. */
public final class Replay {
    private Replay() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: ./polyclinic replay FILE…   (FHIR R4 bundles in JSON; a sample:"
                    + " deploy/local/clients/samples/synthea-coy949.json)");
            System.exit(2);
        }
        try {
            run(
                    Clinic.fromEnvironment(),
                    List.of(arguments).stream().map(Path::of).toList(),
                    System.out);
        } catch (Wrong wrong) {
            System.out.flush();
            System.err.println("replay: " + wrong.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /**
     * Brings the records in.
     *
     * @return one tally a file
     * @throws Wrong when a record cannot be taken in full
     */
    public static List<String> run(Clinic clinic, List<Path> files, PrintStream out) {
        List<String> summaries = new ArrayList<>();
        for (Path file : files) summaries.add(one(clinic, file, out));
        out.println();
        summaries.forEach(out::println);
        return summaries;
    }

    private static String one(Clinic clinic, Path file, PrintStream out) {
        long begin = System.nanoTime();
        out.println();
        out.println(file.getFileName() + ":");
        Plan plan = Reading.read(text(file), Instant.now());
        out.printf(
                "  %d resources of %d types%n",
                plan.inFile.values().stream().mapToInt(Integer::intValue).sum(), plan.inFile.size());
        Importing importing = new Importing(clinic, plan, out);
        String patientId = importing.run();
        List<String> wrong = importing.compare();
        Tally tally = importing.tally();
        out.println();
        new Visit(clinic, new Steps(out), patientId).play();
        out.println();
        out.println("What the data brought and how it was treated:");
        plan.notes.forEach((note, count) -> out.printf("  %5d × %s%n", count, note));
        out.println();
        tally.lines().forEach(out::println);
        if (!wrong.isEmpty())
            throw new Wrong(wrong.size() + " differences between what was sent and what is stored, first: "
                    + wrong.subList(0, Math.min(5, wrong.size())));
        if (!tally.unaccounted().isEmpty()) throw new Wrong("not accounted for: " + tally.unaccounted());
        return summary(file, tally, begin);
    }

    private static String summary(Path file, Tally tally, long begin) {
        var rows = tally.rows().values();
        return String.format(
                Locale.ROOT,
                "%s: %d resources, %d stored (%d of them new), %d skipped; every stored item read back and the same; %.1f s",
                file.getFileName(),
                rows.stream().mapToInt(Tally.Row::inFile).sum(),
                rows.stream().mapToInt(Tally.Row::stored).sum(),
                rows.stream().mapToInt(Tally.Row::fresh).sum(),
                rows.stream().mapToInt(Tally.Row::skippedInAll).sum(),
                (System.nanoTime() - begin) / 1e9);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Wrong("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
