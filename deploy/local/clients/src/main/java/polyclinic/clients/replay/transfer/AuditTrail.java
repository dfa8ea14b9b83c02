package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;

/** Looks whether the audit trail tells of the import: of each thing that was stored of the patient. */
public final class AuditTrail {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Map<ImportItemKind, String> ENTRIES = Map.of(
            ImportItemKind.ALLERGY, "create allergy",
            ImportItemKind.HISTORY, "create history",
            ImportItemKind.CLINICAL_DATA, "create clinical_data",
            ImportItemKind.ASSET, "create asset",
            ImportItemKind.INVOICE, "import invoice");

    private final ApiClient auditor;
    private final Map<String, Integer> expected = new TreeMap<>();
    private final Map<String, Integer> missing = new TreeMap<>();
    private final String patientId;
    private int count;

    public AuditTrail(Clinic clinic, ImportPlan plan, ImportOutcome outcome) {
        auditor = clinic.as("auditor").retrying();
        patientId = outcome.patientId();
        if (outcome.patientIsNew()) expected.put("create patient", 1);
        for (ImportItem item : plan.items())
            if (outcome.created().contains(item.source()))
                expected.merge(String.valueOf(ENTRIES.get(item.kind())), 1, Integer::sum);
        missing.putAll(expected);
    }

    String patientId() {
        return patientId;
    }

    /** Returns the actions that it is to tell of. */
    Set<String> actions() {
        return expected.keySet().stream()
                .map(name -> name.replaceFirst(" .*", ""))
                .collect(Collectors.toSet());
    }

    /** Returns whether there is an entry for everything. */
    boolean isWhole() {
        return missing.isEmpty();
    }

    /** Returns how many entries were found. */
    int count() {
        return count;
    }

    /** Takes an entry about the patient; each comes once. */
    void take(JsonNode entry) {
        count++;
        missing.computeIfPresent(name(entry), (any, left) -> less(left, things(entry)));
    }

    private void begin() {
        count = 0;
        missing.clear();
        missing.putAll(expected);
    }

    /**
     * Returns how many entries there are about the patient.
     *
     * @throws CheckFailed when one is still missing after a while
     */
    public int require() {
        return Poller.until(
                TIMEOUT,
                () -> {
                    List<JsonNode> found = auditor.all("/audit?patientId=" + patientId);
                    begin();
                    found.forEach(this::take);
                    return isWhole() ? count : null;
                },
                () -> "the audit trail lacks " + missing);
    }

    private static @Nullable Integer less(int left, int found) {
        return left <= found ? null : left - found;
    }

    /** Returns how many things the entry tells of: of what came with one request it tells in one. */
    private static int things(JsonNode entry) {
        return Math.max(1, entry.path("entityIds").size());
    }

    private static String name(JsonNode entry) {
        return entry.path("action").asText() + " " + entry.path("entityType").asText();
    }
}
