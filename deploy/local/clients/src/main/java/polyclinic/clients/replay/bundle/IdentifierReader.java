package polyclinic.clients.replay.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportPlan;

/** A patient's identifiers, each with a system and each once. */
final class IdentifierReader {
    private static final int MAX_IDENTIFIERS = 50;
    private static final int MAX_VALUE_LENGTH = 200;
    private static final int MAX_SYSTEM_LENGTH = 300;

    private static final int DIGEST_LENGTH = 16;

    private final Patient patient;
    private final @Nullable String fullUrl;
    private final JsonNode registration;
    private final ImportPlan plan;

    /** @param registration whom the record describes, without identifiers */
    IdentifierReader(Patient patient, @Nullable String fullUrl, JsonNode registration, ImportPlan plan) {
        this.patient = patient;
        this.fullUrl = fullUrl;
        this.registration = registration;
        this.plan = plan;
    }

    ArrayNode read() {
        Set<JsonNode> all = new LinkedHashSet<>();
        for (Identifier identifier : patient.getIdentifier()) {
            if (identifier.getUse() == Identifier.IdentifierUse.OLD) plan.note("identifier of former times: left out");
            else if (identifier.hasValue() && !identifier.getValue().isBlank()) all.add(read(identifier));
            else plan.note("identifier without a value: left out");
        }
        if (all.isEmpty()) {
            plan.note("patient without identifiers: the resource's id serves as one");
            all.add(JsonNodes.object(
                    "system",
                    "urn:polyclinic:fhir:resource-id",
                    "value",
                    cut(ownIdentifier(), MAX_VALUE_LENGTH, "id")));
        }
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        all.stream().limit(MAX_IDENTIFIERS).forEach(list::add);
        return list;
    }

    /** An id is unique on its server only: many files have a Patient/1, who must not become one person. */
    private String ownIdentifier() {
        if (fullUrl != null && fullUrl.matches("(https?://|urn:uuid:).*"))
            return fullUrl.replaceFirst("/_history/.*", "");
        return patient.getIdPart() + "#"
                + DigestUtils.sha256Hex(registration.toString()).substring(0, DIGEST_LENGTH);
    }

    private JsonNode read(Identifier identifier) {
        String type = FhirValues.words(identifier.getType());
        String system = identifier.getSystem();
        if (system == null || system.isBlank()) {
            system = "urn:polyclinic:fhir:identifier:" + (type == null ? "unknown" : slug(type));
            plan.note("identifier without a system: " + system);
        }
        plan.note("identifier (" + (type == null ? system : type) + "): kept");
        return JsonNodes.object(
                "system", cut(FhirValues.oneLine(system), MAX_SYSTEM_LENGTH, "identifier system"),
                "value", cut(FhirValues.oneLine(identifier.getValue()), MAX_VALUE_LENGTH, "identifier"));
    }

    private String cut(String text, int maxLength, String what) {
        if (text.length() > maxLength) plan.note(what + " longer than " + maxLength + " characters: cut");
        return FhirValues.cut(text, maxLength);
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
