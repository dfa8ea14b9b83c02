package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing to be stored for the patient.
 *
 * @param source the resource that it comes from, {@code Observation/…}; with a number behind {@code #} where one resource
 *     gives several
 * @param body the request without {@code patientId}; for an asset its metadata
 * @param file null but for assets
 */
record Item(ItemKind kind, String source, JsonNode body, File file) {

    record File(String name, String contentType, byte[] bytes) {}

    String type() {
        return source.substring(0, source.indexOf('/'));
    }

    String key() {
        return "fhir:" + source;
    }
}
