package polyclinic.commons.messaging.restatements;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Compares what a service keeps with what the owner states. */
public interface RestatementHandler {
    /** The beginning of the types of restatements, which no listener is given: {@code restatement.patient.v1}. */
    String TYPE = "restatement.";

    /**
     * Called in the order of the topic: whatever the owner told before, of facts with keys of the same partition, has had its effect.
     *
     * @param at when it was stated
     * @param restatement a {@link Restatement}
     */
    Uni<Void> handle(Instant at, JsonNode restatement);
}
