package polyclinic.commons.messaging.restatements;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Supplier;

/** Compares what a service keeps with what the owner states. */
public interface RestatementHandler {
    /** The beginning of the types of restatements, which no listener is given: {@code restatement.patient.v1}. */
    String TYPE = "restatement.";

    /**
     * Called in the order of the topic: whatever the owner told before, of facts with keys of the same partition, has had its effect.
     *
     * @param at when it was stated
     * @param restatement a {@link Restatement}
     * @param isHandled asked again before anything is changed: a replica that was relieved of the partition while it stood still must not
     *     take away what its successor has read behind the restatement
     */
    Uni<Void> handle(Instant at, JsonNode restatement, Supplier<Uni<Boolean>> isHandled);
}
