package polyclinic.clients.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a stream has told.
 *
 * @param seq its place in the log
 * @param entity what it is about, {@code appointment/<id>}
 * @param patientId empty where it is about none
 * @param status that the thing has since; empty where it says none
 * @param toldAt when it came, by this machine's clock
 */
public record ToldEvent(
        long seq, String type, String entity, String patientId, String status, Instant occurredAt, Instant toldAt) {

    static ToldEvent of(JsonNode event) {
        return new ToldEvent(
                event.path("seq").asLong(),
                event.path("type").asText(),
                event.path("entityType").asText() + "/" + event.path("entityId").asText(),
                event.at("/data/patientId").asText(),
                event.at("/data/status").asText(),
                Instant.parse(event.path("occurredAt").asText()),
                Instant.now());
    }

    /** Returns type and state, {@code queue.entry-moved.v1 in_consultation}. */
    String step() {
        return status.isEmpty() ? type : type + " " + status;
    }
}
