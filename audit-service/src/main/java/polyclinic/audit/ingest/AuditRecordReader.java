package polyclinic.audit.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.commons.json.Json;

/**
 * Reads the JSON of an audit record field by field. It is more lenient than the API is with clients: evidence is not
 * refused for a control character in a user agent or for a field that a newer service adds. Only what cannot be chained
 * is refused.
 */
final class AuditRecordReader {
    private static final Set<String> OUTCOMES = Set.of("success", "denied", "failed");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    private AuditRecordReader() {}

    /** @throws MalformedAuditRecord when it cannot be chained */
    static AuditRecord read(@Nullable String json) {
        if (json == null) throw new MalformedAuditRecord("there is no value");
        JsonNode node = parse(json);
        if (!node.isObject()) throw new MalformedAuditRecord("it is no JSON object");
        JsonNode actor = object(node, "actor");
        JsonNode source = object(node, "source");
        return new AuditRecord(
                uuid(required(node, "id"), "id"),
                instant(required(node, "occurredAt")),
                new AuditRecord.Actor(required(actor, "subject"), text(actor, "name"), texts(actor, "roles")),
                required(node, "action"),
                required(node, "entityType"),
                text(node, "entityId"),
                texts(node, "entityIds"),
                optionalUuid(text(node, "patientId"), "patientId"),
                texts(node, "patientIds").stream()
                        .map(id -> uuid(id, "patientIds"))
                        .toList(),
                text(node, "query"),
                outcome(required(node, "outcome")),
                text(node, "reason"),
                texts(node, "changedFields"),
                new AuditRecord.Source(required(source, "service"), text(source, "ip"), text(source, "userAgent")),
                text(node, "traceId"),
                signature(node));
    }

    private static AuditRecord.@Nullable Signature signature(JsonNode node) {
        if (node.path("signature").isMissingNode()) return null;
        JsonNode signature = object(node, "signature");
        return new AuditRecord.Signature(required(signature, "keyId"), required(signature, "value"));
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedAuditRecord("it is no JSON");
        }
    }

    private static JsonNode object(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (!found.isObject()) throw new MalformedAuditRecord(name + " is missing or no object");
        return found;
    }

    private static String required(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null || text.isEmpty()) throw new MalformedAuditRecord(name + " is missing");
        return text;
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) return null;
        return wellFormed(found, name);
    }

    private static List<String> texts(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) return List.of();
        if (!found.isArray()) throw new MalformedAuditRecord(name + " is no array");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : found) texts.add(wellFormed(element, name));
        return texts;
    }

    private static String wellFormed(JsonNode node, String name) {
        if (!node.isTextual()) throw new MalformedAuditRecord(name + " is no text");
        try {
            CanonicalForm.requireUtf8(node.textValue());
            return node.textValue();
        } catch (IllegalArgumentException e) {
            throw new MalformedAuditRecord(name + " holds a lone surrogate");
        }
    }

    private static @Nullable String optionalUuid(@Nullable String text, String name) {
        return text == null ? null : uuid(text, name);
    }

    private static String uuid(String text, String name) {
        try {
            String canonical = UUID.fromString(text).toString();
            if (canonical.equalsIgnoreCase(text)) return canonical;
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw new MalformedAuditRecord(name + " is no UUID");
    }

    private static String instant(String text) {
        try {
            Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) return AuditRecord.timestamp(instant);
        } catch (DateTimeException e) {
            // answered below
        }
        throw new MalformedAuditRecord("occurredAt is no instant");
    }

    private static String outcome(String text) {
        if (!OUTCOMES.contains(text)) throw new MalformedAuditRecord("outcome is none of success, denied, failed");
        return text;
    }
}
