package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import polyclinic.clients.chaos.work.Acknowledgements;
import polyclinic.clients.chaos.work.Acknowledgements.Thing;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.chaos.work.RecordKind;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/** The audit trail has one entry for the creation of each thing, and its chains are whole. */
final class TrailEntries {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(90);

    /** By how much a clock may have been wrong. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    private final ApiClient auditor;
    private final Findings findings;

    TrailEntries(Clinic clinic, Findings findings) {
        this.auditor = clinic.as("auditor").retrying();
        this.findings = findings;
    }

    void compare(Instant since, Acknowledgements acknowledged) {
        // An encounter is made by a step of the queue, which is what the entry is about.
        Set<String> ids = acknowledged.things().stream()
                .filter(thing -> thing.kind() != RecordKind.ENCOUNTER)
                .map(Thing::id)
                .collect(Collectors.toCollection(HashSet::new));
        ids.addAll(acknowledged.patients().keySet());
        String list = "/audit?action=create&from=" + since.minus(CLOCK_STEP);
        Set<String> missing = new TreeSet<>(ids);
        try {
            Map<String, Long> entries = Poller.until(
                    ARRIVAL_TIMEOUT,
                    () -> {
                        Map<String, Long> found = auditor.all(list).stream()
                                .collect(Collectors.groupingBy(
                                        entry -> entry.path("entityId").asText(), Collectors.counting()));
                        missing.clear();
                        missing.addAll(ids);
                        missing.removeAll(found.keySet());
                        return missing.isEmpty() ? found : null;
                    },
                    () -> "the audit trail lacks the creation of " + missing);
            entries.forEach((id, count) -> {
                if (count > 1 && ids.contains(id))
                    findings.add("the audit trail tells " + count + " times of the creation of " + id);
            });
        } catch (CheckFailed late) {
            findings.add(String.valueOf(late.getMessage()));
        }
    }

    /** As audit-service itself sees them, from where it verified last. */
    void verify() {
        JsonNode verdict =
                auditor.post("/audit/verify", JsonNodes.object()).expect(200).json();
        if (!verdict.path("valid").asBoolean()) findings.add("the audit trail is broken: " + verdict);
    }
}
