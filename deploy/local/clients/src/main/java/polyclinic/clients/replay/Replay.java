package polyclinic.clients.replay;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.replay.bundle.RecordReader;
import polyclinic.clients.replay.bundle.Records;
import polyclinic.clients.replay.files.RecordFiles;
import polyclinic.clients.replay.files.RecordSet;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.report.ReplayReport;
import polyclinic.clients.replay.transfer.ImportOutcome;
import polyclinic.clients.replay.transfer.ImportTally;

/**
 * {@code ./polyclinic replay [--json] [--no-visit] FILE…}: imports patient records as other institutions export them (FHIR R4 in JSON),
 * then plays today's visit of each patient.
 */
public final class Replay {
    static final String NO_VISIT = "not asked for";

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
     * Imports records without a visit, several patients at a time.
     *
     * @return whether every record was taken in full
     */
    public static boolean importAll(Clinic clinic, List<Path> files, boolean asJson) {
        long begin = System.nanoTime();
        PrintStream progress = asJson ? System.err : System.out;
        Replay replay = new Replay(clinic, false, progress, new ReplayReport());
        try (BulkImport bulk = new BulkImport(clinic, progress, replay.report)) {
            replay.run(files, bulk::add);
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
        PatientTransfer transfer = new PatientTransfer(clinic, name, plan, out);
        transfer.attempt(() -> {
            transfer.register(true);
            transfer.store();
            transfer.compare(null);
            int entries = transfer.trail().require();
            out.printf(
                    "  audit trail: %d entries about the patient, which tell of everything that was stored%n", entries);
            out.println();
            transfer.report().visit(visit(plan, transfer.outcome()));
            transfer.tell();
        });
        report.add(transfer.report());
    }

    private String visit(ImportPlan plan, ImportOutcome outcome) {
        if (!withVisit) return NO_VISIT;
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
}
