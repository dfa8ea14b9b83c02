package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.report.PatientReport;
import polyclinic.clients.replay.transfer.AuditTrail;
import polyclinic.clients.replay.transfer.ImportOutcome;
import polyclinic.clients.replay.transfer.ImportTally;
import polyclinic.clients.replay.transfer.ReadBack;
import polyclinic.clients.replay.transfer.RecordImport;

/** One patient's record on its way: stored, then read back and compared, then looked for in the audit trail. Each step fails by itself. */
final class PatientTransfer {
    private static final int MAX_DIFFERENCES_PRINTED = 5;

    private final Clinic clinic;
    private final ImportPlan plan;
    private final PrintStream out;
    private final PatientReport report;
    private final long begin = System.nanoTime();
    private @Nullable ImportOutcome outcome;
    private @Nullable ImportTally tally;

    /** @param out where progress goes */
    PatientTransfer(Clinic clinic, String file, ImportPlan plan, PrintStream out) {
        this.clinic = clinic;
        this.plan = plan;
        this.out = out;
        this.report = new PatientReport(file, plan);
        out.println();
        out.println(file + ": " + plan.patientSource() + ":");
    }

    PatientReport report() {
        return report;
    }

    ImportOutcome outcome() {
        return Objects.requireNonNull(outcome);
    }

    ImportPlan plan() {
        return plan;
    }

    /**
     * Finds or registers the patient.
     *
     * @param mayBeKnown whether the clinic may have one of the patient's identifiers
     * @throws CheckFailed when they cannot be registered
     */
    void register(boolean mayBeKnown) {
        Collection<Integer> counts = plan.resources().values();
        out.printf(
                "  %d resources of %d types%n",
                counts.stream().mapToInt(Integer::intValue).sum(), counts.size());
        outcome = new RecordImport(clinic, plan, out).register(mayBeKnown);
    }

    /** @throws CheckFailed when something cannot be stored */
    void store() {
        new RecordImport(clinic, plan, out).store(outcome());
    }

    /**
     * Reads all of it back.
     *
     * @param patient as the clinic has them, when they have been read already
     * @throws CheckFailed when something is stored otherwise than it was sent, or is not accounted for
     */
    void compare(@Nullable JsonNode patient) {
        List<String> differences = new ReadBack(clinic, plan, outcome(), patient, out).differences();
        ImportTally counted = ImportTally.of(plan, outcome());
        tally = counted;
        report.imported(outcome(), counted);
        if (!differences.isEmpty())
            throw new CheckFailed(differences.size() + " differences between what was sent and what is stored, first: "
                    + differences.subList(0, Math.min(MAX_DIFFERENCES_PRINTED, differences.size())));
        if (!counted.unaccounted().isEmpty()) throw new CheckFailed("not accounted for: " + counted.unaccounted());
    }

    AuditTrail trail() {
        return new AuditTrail(clinic, plan, outcome());
    }

    /** Tells what was odd and how many resources were stored or skipped. */
    void tell() {
        out.println();
        if (!plan.notes().isEmpty()) out.println("What was odd about the data and how it was treated:");
        plan.notes().forEach((note, count) -> out.printf("  %5d × %s%n", count, note));
        out.println();
        if (tally != null) tally.lines().forEach(out::println);
    }

    /** Runs a step. @return whether it did not fail; a failure is told and reported */
    boolean attempt(Runnable step) {
        boolean done = true;
        try {
            step.run();
        } catch (CheckFailed failure) {
            report.fail(String.valueOf(failure.getMessage()));
            out.println("  failed: " + failure.getMessage());
            done = false;
        }
        report.took(System.nanoTime() - begin);
        return done;
    }
}
