package polyclinic.clients.replay.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * One thing to store for the patient.
 *
 * @param source the resource that it comes from, {@code Observation/…}; with a number after {@code #} where one resource
 *     gives several
 * @param body the request without {@code patientId}; for an asset its metadata
 * @param file the content of an asset; null for all other kinds
 */
public record ImportItem(
        ImportItemKind kind,
        String source,
        JsonNode body,
        @Nullable File file) {
    private static final int MAX_KEY_LENGTH = 255;

    /** What {@code content.datePrecision} says of an entry whose date is that of its first import. */
    static final String DATE_OF_IMPORT = "the date is not known; this is the day of the import";

    /** @param contentType as the record gives it, with its parameters; null when it gives none */
    public record File(String name, @Nullable String contentType, byte[] bytes) {}

    /** Returns the type of the resource that it comes from. */
    public String type() {
        return type(source);
    }

    public static String type(String source) {
        return source.substring(0, source.indexOf('/'));
    }

    /** Returns the source without the number of the item within it. */
    public String resource() {
        return resource(source);
    }

    public static String resource(String source) {
        return source.replaceFirst("#.*", "");
    }

    /** Returns the {@code Idempotency-Key}: the same whenever it is imported for the patient, and for nobody else. */
    public String key(String patientId) {
        String key = "fhir:" + patientId + ":" + source;
        return key.length() <= MAX_KEY_LENGTH ? key : "fhir:" + DigestUtils.sha256Hex(key);
    }

    /** Returns whether it is the statement that no allergies are known: there is one of a patient, whenever it was made. */
    public boolean isNoKnownAllergies() {
        return body.path("noKnownAllergies").asBoolean();
    }

    /** Returns the body as far as it is the same whenever it is imported. */
    public JsonNode comparable() {
        boolean isDatedByImport = body.at("/content/datePrecision").asText().equals(DATE_OF_IMPORT)
                || body.at("/metadata/datePrecision").asText().equals(DATE_OF_IMPORT);
        if (!isDatedByImport && !isNoKnownAllergies()) return body;
        ObjectNode dateless = body.deepCopy();
        dateless.remove(List.of("date", "effectiveAt", "recordedAt"));
        return dateless;
    }

    /** @throws IllegalStateException when it is not an asset */
    public File requireFile() {
        if (file == null) throw new IllegalStateException(source + " has no file");
        return file;
    }
}
