package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportPlan;

/** Finds the record's patient by an identifier, or registers them. */
final class PatientImport {
    private static final int MAX_ATTEMPTS = 7;
    private static final Set<String> OPTIONAL_MEMBERS =
            Set.of("phone", "email", "address", "emergencyContacts", "birthDate", "birthDateEstimated");

    private final ImportPlan plan;
    private final PrintStream out;
    private final ApiClient reception;

    PatientImport(Clinic clinic, ImportPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        reception = clinic.as("reception").retrying();
    }

    /** The patient in the clinic, and whether this import registered them. */
    private record Registration(JsonNode patient, boolean isNew) {}

    /** @param mayBeKnown whether the clinic may have one of the identifiers */
    ImportOutcome registerOrFind(boolean mayBeKnown) {
        JsonNode known = mayBeKnown ? findByIdentifiers() : null;
        if (known != null) SamePerson.require(plan.patient(), known);
        Registration registration = known == null ? register() : new Registration(known, false);
        JsonNode patient = registration.patient();
        String id = patient.path("id").asText();
        out.printf(
                "  patient %s, UHID %s, %s%n",
                id, patient.path("uhid").asText(), registration.isNew() ? "registered" : "found by an identifier");
        if (!registration.isNew()) addMissingIdentifiers(id, patient);
        return new ImportOutcome(id, registration.isNew());
    }

    private @Nullable JsonNode findByIdentifiers() {
        JsonNode known = null;
        for (JsonNode identifier : plan.patient().path("identifiers")) {
            String query = token(
                    identifier.path("system").asText(), identifier.path("value").asText());
            for (JsonNode found : reception.all("/patients?identifier=" + ApiClient.encode(query))) {
                if (known != null && !known.path("id").equals(found.path("id")))
                    throw new CheckFailed("the record's identifiers belong to two patients of the clinic: "
                            + known.path("uhid").asText() + " and "
                            + found.path("uhid").asText());
                known = found;
            }
        }
        return known;
    }

    /** As a search by token has it (FHIR R4): what parts and escapes there is part of neither. */
    static String token(String system, String value) {
        return escape(system) + "|" + escape(value);
    }

    private static String escape(String text) {
        return text.replaceAll("[\\\\|,$]", "\\\\$0");
    }

    private Registration register() {
        // Files of several institutions may have a patient of the same id.
        String key = "fhir:" + plan.patientSource() + ":"
                + DigestUtils.sha256Hex(plan.patient().toString());
        String path = "/patients";
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            ApiResponse response = reception.post(path, plan.patient(), key);
            if (response.status() == 201) {
                boolean replayed = "true".equals(response.header("Idempotency-Replayed"));
                return new Registration(response.json(), !replayed);
            }
            if (response.status() == 409 && response.problem().equals("possible-duplicate")) {
                plan.note("a similar person is registered under other identifiers: registered as another person");
                path = "/patients?confirmDistinct=true";
            } else if (response.status() == 409 && response.problem().equals("duplicate-identifier")) {
                // Registered by another client in the meantime, or the e-mail address is another patient's.
                JsonNode found = findByIdentifiers();
                if (found != null) return new Registration(found, false);
                String field = response.optionalText("field");
                leaveOut(field == null ? "email" : field, "is another patient's");
            } else if (response.status() == 422 && response.json().has("violations")) {
                response.json().path("violations").forEach(this::leaveOut);
            } else {
                response.expect(201);
            }
        }
        throw new CheckFailed("the patient could not be registered");
    }

    private void leaveOut(JsonNode violation) {
        leaveOut(
                violation.path("field").asText().replaceFirst("^.*request\\.", ""),
                violation.path("message").asText());
    }

    /** Bad data must not prevent a registration: a field that the clinic refuses is left empty and noted. */
    private void leaveOut(String field, String reason) {
        String member = field.replaceFirst("[.\\[].*", "");
        if (!OPTIONAL_MEMBERS.contains(member) || plan.patient().remove(member) == null)
            throw new CheckFailed("the patient could not be registered: " + field + " " + reason);
        plan.note("the patient's " + member + " " + reason + ": left empty");
    }

    /** Adds the record's identifiers that the clinic does not know. */
    private void addMissingIdentifiers(String id, JsonNode patient) {
        List<JsonNode> identifiers = new ArrayList<>();
        patient.path("identifiers").forEach(identifiers::add);
        plan.patient().path("identifiers").forEach(identifier -> {
            if (identifiers.stream().noneMatch(other -> Comparison.isSameIdentifier(identifier, other)))
                identifiers.add(identifier);
        });
        if (identifiers.size() == patient.path("identifiers").size()) return;
        ApiResponse current = reception.get("/patients/" + id).expect(200);
        reception
                .patch("/patients/" + id, current.etag(), JsonNodes.object("identifiers", identifiers))
                .expect(200);
        plan.note("identifiers that the clinic did not know yet: added to the patient");
    }
}
