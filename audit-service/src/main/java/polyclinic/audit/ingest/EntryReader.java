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
import polyclinic.audit.chain.Actor;
import polyclinic.audit.chain.Canonical;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Recorded;
import polyclinic.audit.chain.Source;
import polyclinic.commons.json.Json;

/**
 * Reads the JSON of an audit entry field by field. It is more lenient than the API is with clients: evidence is not
 * refused for a control character in a user agent or for a field that a newer service adds. Only what cannot be chained
 * is refused.
 */
final class EntryReader {
    private static final Set<String> OUTCOMES = Set.of("success", "denied", "failed");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    private EntryReader() {}

    /** @throws MalformedEntry when it cannot be chained */
    static Recorded read(String json) {
        if (json == null) throw new MalformedEntry("there is no value");
        JsonNode node = parse(json);
        if (!node.isObject()) throw new MalformedEntry("it is no JSON object");
        JsonNode actor = object(node, "actor");
        JsonNode source = object(node, "source");
        return new Recorded(
                uuid(required(node, "id"), "id"),
                instant(required(node, "occurredAt")),
                new Actor(required(actor, "subject"), text(actor, "name"), texts(actor, "roles")),
                required(node, "action"),
                required(node, "entityType"),
                text(node, "entityId"),
                text(node, "patientId") == null ? null : uuid(text(node, "patientId"), "patientId"),
                outcome(required(node, "outcome")),
                text(node, "reason"),
                texts(node, "changedFields"),
                new Source(required(source, "service"), text(source, "ip"), text(source, "userAgent")),
                text(node, "traceId"));
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedEntry("it is no JSON");
        }
    }

    private static JsonNode object(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (!found.isObject()) throw new MalformedEntry(name + " is missing or no object");
        return found;
    }

    private static String required(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null || text.isEmpty()) throw new MalformedEntry(name + " is missing");
        return text;
    }

    private static String text(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) return null;
        return clean(found, name);
    }

    private static List<String> texts(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) return List.of();
        if (!found.isArray()) throw new MalformedEntry(name + " is no array");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : found) texts.add(clean(element, name));
        return List.copyOf(texts);
    }

    private static String clean(JsonNode node, String name) {
        if (!node.isTextual()) throw new MalformedEntry(name + " is no text");
        try {
            Canonical.utf8(node.textValue());
            return node.textValue();
        } catch (IllegalArgumentException e) {
            throw new MalformedEntry(name + " holds a lone surrogate");
        }
    }

    private static String uuid(String text, String name) {
        try {
            String canonical = UUID.fromString(text).toString();
            if (canonical.equalsIgnoreCase(text)) return canonical;
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new MalformedEntry(name + " is no UUID");
    }

    private static String instant(String text) {
        try {
            Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) return Entry.time(instant);
        } catch (DateTimeException e) {
            // told below
        }
        throw new MalformedEntry("occurredAt is no instant");
    }

    private static String outcome(String text) {
        if (!OUTCOMES.contains(text)) throw new MalformedEntry("outcome is none of success, denied, failed");
        return text;
    }
}
