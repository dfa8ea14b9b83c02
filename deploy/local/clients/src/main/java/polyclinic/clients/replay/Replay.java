package polyclinic.clients.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.transfer.WorkerPool;
import polyclinic.clients.replay.bundle.RecordReader;
import polyclinic.clients.replay.bundle.Records;
import polyclinic.clients.replay.files.RecordFiles;
import polyclinic.clients.replay.files.RecordSet;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.report.PatientReport;
import polyclinic.clients.replay.report.ReplayReport;
import polyclinic.clients.replay.transfer.AuditTrail;
import polyclinic.clients.replay.transfer.ImportOutcome;
import polyclinic.clients.replay.transfer.ImportTally;
import polyclinic.clients.replay.transfer.ReadBack;
import polyclinic.clients.replay.transfer.RecordImport;

/**
 * {@code ./polyclinic replay [--json] [--no-visit] FILE…}: imports patient records as other institutions export them (FHIR R4 in JSON),
 * then plays today's visit of each patient.
 */
public final class Replay {
    private static final int MAX_DIFFERENCES_PRINTED = 5;

    /** Each with some requests at a time: together about as many as a gateway takes of one caller. */
    private static final int PATIENTS_AT_ONCE = 4;

    private static final List<String> OPTIONS = List.of("--json", "--no-visit");

    private final Clinic clinic;
    private final boolean withVisit;
    private final PrintStream out;
    private final ReplayReport report;

    /** @param out where progress goes */
    private Replay(Clinic clinic, boolean withVisit, PrintStream out, ReplayReport report) {
        this.clinic = clinic;
        this.withVisit = withVisit;
        this.out = out;
        this.report = report;
    }

    /**
     * Imports records without a visit, several patients at a time; what is told of each is told in one piece.
     *
     * @return whether every record was taken in full
     */
    public static boolean importAll(Clinic clinic, List<Path> files, boolean asJson) {
        long begin = System.nanoTime();
        PrintStream progress = asJson ? System.err : System.out;
        Replay replay = new Replay(clinic, false, progress, new ReplayReport());
        try (WorkerPool pool = new WorkerPool(PATIENTS_AT_ONCE)) {
            replay.run(
                    files,
                    (name, plan) -> pool.submit(() -> {
                        ByteArrayOutputStream told = new ByteArrayOutputStream();
                        new Replay(clinic, false, new PrintStream(told, true, UTF_8), replay.report).replay(name, plan);
                        progress.print(told.toString(UTF_8));
                    }));
        }
        replay.report.took(System.nanoTime() - begin);
        replay.tell();
        if (asJson) System.out.println(replay.report.json());
        return replay.report.isWhole();
    }

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        List<Path> files = words.stream()
                .filter(word -> !word.startsWith("--"))
                .map(Path::of)
                .toList();
        if (files.isEmpty() || words.stream().anyMatch(word -> word.startsWith("--") && !OPTIONS.contains(word))) {
            System.err.println(
                    "usage: ./polyclinic replay [--json] [--no-visit] FILE|FOLDER…   (FHIR R4 in JSON or NDJSON;"
                            + " a sample: deploy/local/clients/samples/synthea-coy949.json)");
            System.exit(2);
        }
        boolean asJson = words.contains("--json");
        int code = 1;
        try {
            Replay replay = new Replay(
                    Clinic.fromEnvironment(),
                    !words.contains("--no-visit"),
                    asJson ? System.err : System.out,
                    new ReplayReport());
            replay.run(files, replay::replay);
            replay.tell();
            code = replay.report.isWhole() ? 0 : 1;
            if (asJson) System.out.println(replay.report.json());
        } catch (CheckFailed failure) {
            System.out.flush();
            System.err.println("replay: " + failure.getMessage());
        }
        System.out.flush();
        System.exit(code);
    }

    /** A record that cannot be taken does not stop the others. @param work takes each patient of a file */
    private void run(List<Path> files, BiConsumer<String, ImportPlan> work) {
        RecordFiles.read(files, set -> replay(set, work), this::refuse);
    }

    private void tell() {
        out.println();
        report.lines().forEach(out::println);
    }

    private void refuse(String name, String reason) {
        out.println();
        out.println(name + ": not taken: " + reason);
        report.refuse(name, reason);
    }

    private void replay(RecordSet set, BiConsumer<String, ImportPlan> work) {
        Records records;
        try {
            records = RecordReader.read(set, Instant.now());
        } catch (CheckFailed failure) {
            refuse(set.name(), String.valueOf(failure.getMessage()));
            return;
        }
        records.patients().forEach(plan -> work.accept(set.name(), plan));
        if (records.rest().resources().isEmpty()) return;
        out.println();
        out.println(set.name() + ": resources that belong to none of its patients, none of them stored:");
        ImportTally tally = ImportTally.of(records.rest());
        tally.lines().forEach(out::println);
        report.addRest(set.name(), tally);
    }

    private void replay(String name, ImportPlan plan) {
        out.println();
        out.println(name + ": " + plan.patientSource() + ":");
        long begin = System.nanoTime();
        PatientReport one = new PatientReport(name, plan);
        try {
            replay(plan, one);
        } catch (CheckFailed failure) {
            one.fail(String.valueOf(failure.getMessage()));
            out.println("  failed: " + failure.getMessage());
        }
        one.took(System.nanoTime() - begin);
        report.add(one);
    }

    private void replay(ImportPlan plan, PatientReport one) {
        Collection<Integer> counts = plan.resources().values();
        out.printf(
                "  %d resources of %d types%n",
                counts.stream().mapToInt(Integer::intValue).sum(), counts.size());
        ImportOutcome outcome = new RecordImport(clinic, plan, out).run();
        List<String> differences = new ReadBack(clinic, plan, outcome, out).differences();
        ImportTally tally = ImportTally.of(plan, outcome);
        one.imported(outcome, tally);
        require(differences, tally);
        int entries = new AuditTrail(clinic, plan, outcome).require();
        out.printf("  audit trail: %d entries about the patient, one for everything that was stored%n", entries);
        out.println();
        one.visit(visit(plan, outcome));
        out.println();
        if (!plan.notes().isEmpty()) out.println("What was odd about the data and how it was treated:");
        plan.notes().forEach((note, count) -> out.printf("  %5d × %s%n", count, note));
        out.println();
        tally.lines().forEach(out::println);
    }

    private String visit(ImportPlan plan, ImportOutcome outcome) {
        if (!withVisit) return "not asked for";
        if (!plan.isAlive()) {
            out.println("  no visit: the record tells of the patient's death");
            return "none: the patient has died";
        }
        boolean hasHistory = plan.items().stream()
                .anyMatch(item -> item.kind() == ImportItemKind.HISTORY && !outcome.isRefused(item));
        StepLog log = new StepLog(out);
        new FirstVisit(clinic, outcome.patientId(), hasHistory).play(log);
        return "played, " + log.count() + " steps";
    }

    private static void require(List<String> differences, ImportTally tally) {
        if (!differences.isEmpty())
            throw new CheckFailed(differences.size() + " differences between what was sent and what is stored, first: "
                    + differences.subList(0, Math.min(MAX_DIFFERENCES_PRINTED, differences.size())));
        if (!tally.unaccounted().isEmpty()) throw new CheckFailed("not accounted for: " + tally.unaccounted());
    }
}
