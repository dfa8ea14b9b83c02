package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import polyclinic.clients.chaos.work.Acknowledgements.Thing;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.chaos.work.RecordKind;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** What services keep of each other's events equals what its owners have: the timeline, draft invoices, the audit trail. */
final class Projections {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(90);

    private final Clinic clinic;
    private final Findings findings;

    Projections(Clinic clinic, Findings findings) {
        this.clinic = clinic;
        this.findings = findings;
    }

    /** The patient's timeline tells of each thing, and of nothing twice. */
    void compareTimeline(String patient, List<Thing> things) {
        // Of an encounter the timeline tells by the queue and the appointments.
        Set<String> wanted = things.stream()
                .filter(thing -> thing.kind() != RecordKind.ENCOUNTER)
                .map(Thing::id)
                .collect(Collectors.toSet());
        wanted.add(patient);
        ApiClient admin = clinic.as("admin").retrying();
        Set<String> missing = new TreeSet<>(wanted);
        try {
            List<JsonNode> items = Poller.until(
                    ARRIVAL_TIMEOUT,
                    () -> {
                        List<JsonNode> found = admin.all("/timelines/" + patient);
                        missing.clear();
                        missing.addAll(wanted);
                        found.forEach(
                                item -> missing.remove(item.path("entityId").asText()));
                        return missing.isEmpty() ? found : null;
                    },
                    () -> "the timeline of patient " + patient + " lacks " + kinds(things, missing));
            Set<String> seen = new HashSet<>();
            for (JsonNode item : items)
                if (!seen.add(
                        item.path("kind").asText() + " " + item.path("entityId").asText() + " "
                                + item.path("occurredAt").asText()))
                    findings.add("the timeline of patient " + patient + " tells twice of " + item.path("kind") + " "
                            + item.path("entityId"));
        } catch (CheckFailed late) {
            findings.add(String.valueOf(late.getMessage()));
        }
    }

    /** A dispense is charged at most once. */
    void compareCharges(String patient) {
        Set<String> charged = new HashSet<>();
        for (JsonNode invoice : clinic.as("cashier").retrying().all("/invoices?patientId=" + patient))
            for (JsonNode line : invoice.path("lines")) {
                String source = line.at("/source/id").asText();
                if (!source.isEmpty() && !charged.add(line.at("/source/type").asText() + " " + source))
                    findings.add("patient " + patient + " is charged twice for " + line.path("source"));
            }
    }

    private static String kinds(List<Thing> things, Set<String> ids) {
        return ids.stream()
                .map(id -> things.stream()
                                .filter(thing -> thing.id().equals(id))
                                .map(thing -> thing.kind().toString())
                                .findFirst()
                                .orElse("PATIENT")
                        + " " + id)
                .collect(Collectors.joining(", "));
    }
}
