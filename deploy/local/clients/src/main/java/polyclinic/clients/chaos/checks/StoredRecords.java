package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import polyclinic.clients.chaos.work.Acknowledgements;
import polyclinic.clients.chaos.work.Acknowledgements.Thing;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.chaos.work.Premises;
import polyclinic.clients.chaos.work.RecordKind;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** What was acknowledged is there, in the state that was said, once, and nothing beside it. */
final class StoredRecords {
    private final Clinic clinic;
    private final Acknowledgements acknowledged;
    private final Findings findings;

    StoredRecords(Clinic clinic, Acknowledgements acknowledged, Findings findings) {
        this.clinic = clinic;
        this.acknowledged = acknowledged;
        this.findings = findings;
    }

    /** Compares one patient's records, and reads what files hold. */
    void compare(String patient, List<Thing> things) {
        String name = acknowledged.patients().getOrDefault(patient, "");
        List<String> same = as("reception").all("/patients?q=" + name).stream()
                .filter(found -> found.path("givenName").asText().equals(name))
                .map(found -> found.path("id").asText())
                .toList();
        if (!same.equals(List.of(patient))) findings.add("the patient " + patient + " is there as " + same);
        Map<RecordKind, List<Thing>> byKind = things.stream().collect(Collectors.groupingBy(Thing::kind));
        byKind.forEach((kind, expected) -> compare(patient, kind, expected));
        byKind.getOrDefault(RecordKind.ASSET, List.of()).forEach(this::readFile);
    }

    /** Each dispense once, and the stock less by what they gave. */
    void compareDispenses(Premises premises) {
        ApiClient pharmacist = as("pharmacist");
        acknowledged.dispenses().forEach((dispense, prescription) -> {
            List<String> found = pharmacist.all("/prescriptions/" + prescription + "/dispenses").stream()
                    .map(item -> item.path("id").asText())
                    .toList();
            if (!found.equals(List.of(dispense)))
                findings.add("prescription " + prescription + " has the dispenses " + found + " and not " + dispense);
        });
        long inStock = pharmacist
                .get("/inventory/items/" + premises.stockItem())
                .expect(200)
                .json()
                .path("onHand")
                .asLong();
        long expected = premises.inStockAfter(acknowledged.dispenses().size());
        if (inStock != expected) findings.add("the stock is " + inStock + " and not " + expected);
    }

    private void compare(String patient, RecordKind kind, List<Thing> expected) {
        List<String> wanted = expected.stream()
                .map(thing -> (thing.id() + " " + thing.state()).strip())
                .sorted()
                .toList();
        List<String> found = as(kind.reader()).all(kind.list(patient)).stream()
                .map(item -> line(kind, item))
                .sorted()
                .toList();
        if (found.equals(wanted)) return;
        Set<String> lost = new TreeSet<>(wanted);
        found.forEach(lost::remove);
        findings.add(kind + " of patient " + patient + (lost.isEmpty() ? " doubled: " : " lost: " + lost + " of ")
                + wanted + ", found " + found);
    }

    private static String line(RecordKind kind, JsonNode item) {
        String state = kind.state().isEmpty() ? "" : item.path(kind.state()).asText();
        return (item.path("id").asText() + " " + state).strip();
    }

    private void readFile(Thing asset) {
        ApiClient reader = as(RecordKind.ASSET.reader());
        String expected = reader.get("/assets/" + asset.id()).expect(200).text("sha256");
        byte[] content =
                reader.get("/assets/" + asset.id() + "/content").expect(200).bytes();
        if (!DigestUtils.sha256Hex(content).equals(expected))
            findings.add("the file " + asset.id() + " is not what was stored");
    }

    private ApiClient as(String user) {
        return clinic.as(user).retrying();
    }
}
