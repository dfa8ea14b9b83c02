package polyclinic.audit.queries;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.json.Json;

/**
 * An entry as an HL7 FHIR R4 {@code AuditEvent} (<a href="https://hl7.org/fhir/R4/auditevent.html">hl7.org/fhir/R4</a>), laid out
 * as IHE's Basic Audit Log Patterns have it: one entity for each patient, one for the thing, one for the query in base64. Sign-ins have
 * DICOM's codes of User Authentication (PS3.15 A.5.3.12), as R4's example of one has.
 */
final class FhirAuditEvent {
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final Map<String, String> SIGN_INS =
            Map.of("login", "110122", "login_failed", "110122", "logout", "110123");
    private static final Map<String, String> INTERACTIONS = Map.of("create", "C", "delete", "D", "read", "R");
    private static final Map<String, String> OUTCOMES = Map.of("success", "0", "denied", "4", "failed", "8");
    /** Of an entry that cannot be read. */
    private static final String MAJOR_FAILURE = "12";

    private FhirAuditEvent() {}

    static ObjectNode of(StoredEntry stored) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("resourceType", "AuditEvent");
        event.put("id", stored.id());
        if (stored instanceof ChainEntry entry) write(event, entry.record());
        else writeDamaged(event, stored);
        return event;
    }

    private static void typeOfRest(ObjectNode event) {
        coding(event.putObject("type"), TERMINOLOGY + "audit-event-type", "rest", "RESTful Operation");
    }

    private static void write(ObjectNode event, AuditRecord record) {
        String signIn = SIGN_INS.get(record.action());
        if (signIn == null) typeOfRest(event);
        else coding(event.putObject("type"), DICOM, "110114", "User Authentication");
        ArrayNode subtypes = event.putArray("subtype");
        if (signIn != null) coding(subtypes.addObject(), DICOM, signIn, signIn.equals("110123") ? "Logout" : "Login");
        coding(subtypes.addObject(), "urn:polyclinic:audit:action", record.action(), null);
        event.put("action", action(record.action()));
        event.put("recorded", record.occurredAt());
        event.put("outcome", OUTCOMES.get(record.outcome()));
        if (record.reason() != null) event.put("outcomeDesc", record.reason());
        agent(event.putArray("agent").addObject(), record);
        event.putObject("source")
                .putObject("observer")
                .put("display", record.source().service());
        ArrayNode entities = event.putArray("entity");
        for (UUID patient : record.patients()) {
            ObjectNode entity = entities.addObject();
            entity.putObject("what").put("reference", "Patient/" + patient);
            type(entity, "1", "Person");
            role(entity, "1", "Patient");
        }
        if (record.entities().isEmpty()) thing(entities.addObject(), record, null);
        record.entities().forEach(id -> thing(entities.addObject(), record, id));
        if (record.query() != null) {
            ObjectNode entity = entities.addObject();
            type(entity, "2", "System Object");
            role(entity, "24", "Query");
            entity.put("query", record.query().getBytes(StandardCharsets.UTF_8));
        }
        if (record.traceId() != null) {
            ObjectNode entity = entities.addObject();
            identifier(entity.putObject("what"), "urn:polyclinic:trace", record.traceId());
            coding(
                    entity.putObject("type"),
                    "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
                    "XrequestId",
                    null);
        }
    }

    /** What R4 demands of every event, and that this one says no more. */
    private static void writeDamaged(ObjectNode event, StoredEntry damaged) {
        typeOfRest(event);
        if (!damaged.occurredAt().isEmpty()) event.put("recorded", damaged.occurredAt());
        event.put("outcome", MAJOR_FAILURE);
        event.put("outcomeDesc", "The entry is damaged.");
        event.putArray("agent").addObject().put("requestor", false);
        event.putObject("source").putObject("observer").put("display", "audit-service");
    }

    private static void agent(ObjectNode agent, AuditRecord record) {
        ArrayNode roles = Json.MAPPER.createArrayNode();
        record.actor().roles().forEach(role -> roles.addObject().put("text", role));
        if (!roles.isEmpty()) agent.set("role", roles);
        ObjectNode who = agent.putObject("who");
        identifier(who, "urn:polyclinic:subject", record.actor().subject());
        if (record.actor().name() != null) who.put("display", record.actor().name());
        agent.put("requestor", true);
        if (record.source().ip() != null)
            agent.putObject("network").put("address", record.source().ip()).put("type", "2");
    }

    private static void thing(ObjectNode entity, AuditRecord record, @Nullable String id) {
        ObjectNode what = entity.putObject("what");
        if (id != null) identifier(what, "urn:polyclinic:" + record.entityType(), id);
        what.put("display", record.entityType());
        type(entity, "2", "System Object");
        role(entity, "4", "Domain Resource");
        if (record.changedFields().isEmpty()) return;
        ArrayNode details = entity.putArray("detail");
        record.changedFields()
                .forEach(
                        field -> details.addObject().put("type", "changedField").put("valueString", field));
    }

    /** R4's create, read, update, delete or execute. A search executes, as a query does in DICOM, and so does a sign-in. */
    private static String action(String action) {
        if (INTERACTIONS.containsKey(action)) return INTERACTIONS.get(action);
        return action.equals("search") || action.equals("export") || SIGN_INS.containsKey(action) ? "E" : "U";
    }

    private static void type(ObjectNode entity, String code, String display) {
        coding(entity.putObject("type"), TERMINOLOGY + "audit-entity-type", code, display);
    }

    private static void role(ObjectNode entity, String code, String display) {
        coding(entity.putObject("role"), TERMINOLOGY + "object-role", code, display);
    }

    private static void identifier(ObjectNode reference, String system, String value) {
        reference.putObject("identifier").put("system", system).put("value", value);
    }

    private static void coding(ObjectNode coding, String system, String code, @Nullable String display) {
        coding.put("system", system).put("code", code);
        if (display != null) coding.put("display", display);
    }
}
