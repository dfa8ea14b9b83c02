package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Each dispense has its line in exactly one invoice, nothing else is charged as one, and nothing is charged twice. */
    void compareCharges(String patient, Set<String> dispenses) {
        ApiClient cashier = clinic.as("cashier").retrying();
        List<JsonNode> sources = new ArrayList<>();
        try {
            Poller.until(
                    ARRIVAL_TIMEOUT,
                    () -> {
                        sources.clear();
                        for (JsonNode invoice : cashier.all("/invoices?patientId=" + patient))
                            if (!invoice.path("status").asText().equals("void"))
                                for (JsonNode line : invoice.path("lines"))
                                    if (line.hasNonNull("source")) sources.add(line.path("source"));
                        return dispenses(sources).equals(dispenses) ? true : null;
                    },
                    () -> "patient " + patient + " was given the dispenses " + dispenses + " and is charged for "
                            + dispenses(sources));
        } catch (CheckFailed late) {
            findings.add(String.valueOf(late.getMessage()));
        }
        Set<JsonNode> charged = new HashSet<>();
        for (JsonNode source : sources)
            if (!charged.add(source)) findings.add("patient " + patient + " is charged twice for " + source);
    }

    private static Set<String> dispenses(List<JsonNode> sources) {
        return sources.stream()
                .filter(source -> source.path("type").asText().equals("dispense"))
                .map(source -> source.path("id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
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
