package polyclinic.clients.replay.plan;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** Returns the {@code Idempotency-Key}: the same whenever the record is imported. */
    public String key() {
        return "fhir:" + source;
    }

    /** @throws IllegalStateException when it is not an asset */
    public File requireFile() {
        if (file == null) throw new IllegalStateException(source + " has no file");
        return file;
    }
}
