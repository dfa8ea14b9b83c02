package polyclinic.clients.replay.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.transfer.ImportOutcome;
import polyclinic.clients.replay.transfer.ImportTally;

/** What became of one patient's record. It names the patient by ids alone. */
public final class PatientReport {
    private final String file;
    private final String source;
    private final Map<String, Integer> resources;
    private final Map<String, Integer> notes;
    private @Nullable String patientId;
    private @Nullable ImportTally tally;
    private @Nullable String visit;
    private @Nullable String failure;
    private long nanos;

    /** Keeps what is told of the plan and not its bodies: a bulk export has many of them. */
    public PatientReport(String file, ImportPlan plan) {
        this.file = file;
        this.source = plan.patientSource();
        this.resources = plan.resources();
        this.notes = plan.notes();
    }

    public void imported(ImportOutcome outcome, ImportTally counted) {
        patientId = outcome.patientId();
        tally = counted;
    }

    public void visit(String outcome) {
        visit = outcome;
    }

    public void fail(String reason) {
        failure = reason;
    }

    public void took(long duration) {
        nanos = duration;
    }

    boolean isWhole() {
        return failure == null;
    }

    /** How many resources of the file are about the patient. */
    int resources() {
        return resources.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the cells of its line: file, patient, resources, stored, new, skipped, visit or failure, seconds. */
    List<String> cells() {
        Collection<ImportTally.Row> rows = tally == null ? List.of() : tally.rows();
        return List.of(
                file,
                source,
                String.valueOf(resources()),
                sum(rows.stream().mapToInt(ImportTally.Row::stored).sum()),
                sum(rows.stream().mapToInt(ImportTally.Row::created).sum()),
                sum(rows.stream().mapToInt(ImportTally.Row::skippedInAll).sum()),
                failure != null ? "FAILED" : String.valueOf(visit),
                String.format(Locale.ROOT, "%.1f s", nanos / 1e9));
    }

    private String sum(int number) {
        return tally == null ? "-" : String.valueOf(number);
    }

    ObjectNode json() {
        return JsonNodes.object(
                "file",
                file,
                "source",
                source,
                "patientId",
                patientId,
                "resources",
                tally == null ? null : tally.json(),
                "notes",
                notes,
                "visit",
                visit,
                "failure",
                failure,
                "seconds",
                Math.round(nanos / 1e7) / 100.0);
    }
}
