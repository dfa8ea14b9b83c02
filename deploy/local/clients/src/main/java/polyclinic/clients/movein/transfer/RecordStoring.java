package polyclinic.clients.movein.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.report.MoveReport.Count;

/**
 * Stores records of elsewhere, each once however often it is tried: by the ledger, by an {@code Idempotency-Key} of what is stored, and in
 * the end by the suite itself, which has one record of a source's id.
 */
public final class RecordStoring {
    private static final int MAX_ATTEMPTS = 6;

    /** What a patient can be registered without. */
    private static final Set<String> OPTIONAL = Set.of("phone", "uhid", "birthDate", "email", "address");

    private final ApiClient api;
    private final MoveLedger ledger;
    private final MoveReport report;
    private final String source;

    /** @param api as somebody who may say that records come from elsewhere */
    public RecordStoring(ApiClient api, MoveLedger ledger, MoveReport report, String source) {
        this.api = api.persistent();
        this.ledger = ledger;
        this.report = report;
        this.source = source;
    }

    /**
     * Stores a record, or finds it stored; a refusal is reported and does not stop the others.
     *
     * @param kind under which it is counted
     * @return its id here; null when it was refused
     */
    public @Nullable String store(String kind, MoveRecord record) {
        String known = ledger.id(record.target(), record.externalId());
        if (known != null) {
            report.count(kind, Count.THERE, 1);
            return known;
        }
        String patient = record.patient() == null ? null : patient(record.patient());
        if (record.patient() != null && patient == null) {
            report.refuse(
                    kind, record.place(), "its patient is not stored: there is none of that id, or it was refused");
            return null;
        }
        ObjectNode body = record.body().deepCopy();
        if (patient != null) body.put("patientId", patient);
        return post(kind, record, body);
    }

    private @Nullable String post(String kind, MoveRecord record, ObjectNode body) {
        List<String> treatments = new ArrayList<>(record.treatments());
        String path = record.target().path();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            ApiResponse response = api.post(path, body, key(record, body));
            if (response.status() == 201) {
                return stored(kind, record, response, treatments);
            }
            if (response.problem().equals("duplicate-external-id")) {
                return found(kind, record);
            }
            if (response.problem().equals("possible-duplicate")) {
                treatments.add(
                        "somebody alike is registered: registered as another person, of the id that they have there");
                path = record.target().path() + "?confirmDistinct=true";
            } else if (!leaveOut(record, body, response, treatments)) {
                refuse(kind, record, response);
                return null;
            }
        }
        report.refuse(kind, record.place(), "it was refused " + MAX_ATTEMPTS + " times for different reasons");
        return null;
    }

    private String stored(String kind, MoveRecord record, ApiResponse response, List<String> treatments) {
        String id = response.text("id");
        keep(record, id);
        report.count(kind, Count.STORED, 1);
        treatments.forEach(report::treated);
        return id;
    }

    /** In the ledger when its states are reached too: a run that was killed before takes the steps that are left. */
    private void keep(MoveRecord record, String id) {
        for (String step : record.queueSteps())
            api.post("/queue/" + id + "/transition", JsonNodes.object("to", step), "move:" + id + ":" + step)
                    .expect(200, 409);
        ledger.put(record.target(), record.externalId(), id);
    }

    private String found(String kind, MoveRecord record) {
        String id = find(record.target(), record.externalId());
        if (id == null) throw new CheckFailed(record.place() + ": it is stored already and cannot be found");
        keep(record, id);
        report.count(kind, Count.THERE, 1);
        return id;
    }

    /** Null when there is no such record. */
    private @Nullable String find(MoveTarget target, String externalId) {
        JsonNode items = api.get(target.path() + "?externalId=" + ApiClient.encode(source + "|" + externalId))
                .expect(200)
                .json()
                .path("items");
        return items.isEmpty() ? null : items.path(0).path("id").asText();
    }

    private @Nullable String patient(String externalId) {
        String known = ledger.id(MoveTarget.PATIENT, externalId);
        if (known != null) return known;
        String found = find(MoveTarget.PATIENT, externalId);
        if (found != null) ledger.put(MoveTarget.PATIENT, externalId, found);
        return found;
    }

    /** A number that is none, or another's, does not keep a patient out: it is left out and told. */
    private static boolean leaveOut(MoveRecord record, ObjectNode body, ApiResponse response, List<String> treatments) {
        if (record.target() != MoveTarget.PATIENT) return false;
        List<String> members = new ArrayList<>();
        if (response.problem().equals("duplicate-identifier"))
            members.add(response.json().path("field").asText());
        response.json()
                .path("violations")
                .forEach(violation -> members.add(violation
                        .path("field")
                        .asText()
                        .replaceFirst("^.*request\\.", "")
                        .replaceFirst("[.\\[].*", "")));
        boolean any = false;
        for (String member : members) {
            if (!OPTIONAL.contains(member) || body.remove(member) == null) continue;
            if (member.equals("birthDate")) body.remove("birthDateEstimated");
            treatments.add(
                    response.status() == 409
                            ? member + " is another patient's already: left out"
                            : member + " is not valid: left out");
            any = true;
        }
        return any;
    }

    private void refuse(String kind, MoveRecord record, ApiResponse response) {
        if (response.status() != 422 && response.status() != 409 && response.status() != 413)
            throw new CheckFailed(
                    record.place() + ": " + response.unexpected("201").getMessage());
        List<String> rules = new ArrayList<>();
        response.json()
                .path("violations")
                .forEach(violation -> rules.add(violation.path("field").asText() + " "
                        + violation.path("message").asText()));
        report.refuse(
                kind,
                record.place(),
                "refused by the suite: " + response.problem() + (rules.isEmpty() ? "" : " " + rules));
    }

    private String key(MoveRecord record, ObjectNode body) {
        return "move:" + DigestUtils.sha256Hex(source + "|" + record.target() + "|" + record.externalId() + "|" + body);
    }

    /** Reads a stored record back and reports what is otherwise than it was sent; what is not stored is passed over. */
    public void compare(String kind, MoveRecord record) {
        String id = ledger.id(record.target(), record.externalId());
        if (id == null) return;
        ApiResponse response = api.get(record.target().path() + "/" + id);
        if (response.status() != 200) {
            report.differs(record.place(), List.of("it cannot be read back: " + response.status()));
            return;
        }
        ObjectNode sent = record.body().deepCopy();
        JsonNode stored = response.json();
        List<String> differences = new ArrayList<>(StoredDifferences.of(sent, stored));
        // What was left out for good reason was told when it was stored; the clinic may have entered its own since.
        if (record.target() == MoveTarget.PATIENT)
            differences.removeIf(member -> OPTIONAL.contains(member) || member.equals("birthDateEstimated"));
        if (record.patient() != null
                && !stored.path("patientId").asText().equals(ledger.id(MoveTarget.PATIENT, record.patient())))
            differences.add("patientId");
        if (!differences.isEmpty()) report.differs(record.place(), differences);
        report.count(kind, Count.COMPARED, 1);
    }
}
