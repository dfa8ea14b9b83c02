package polyclinic.commons.messaging.restatements;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A fact as it is at its owner, said as the event that would tell of it.
 *
 * @param id of the thing
 * @param key the Kafka key of its events
 * @param type the CloudEvents type, for example {@code patient.updated.v1}
 * @param time when it last changed
 * @param data of that event
 */
public record RestatedFact(UUID id, UUID key, String type, Instant time, JsonNode data) {}
