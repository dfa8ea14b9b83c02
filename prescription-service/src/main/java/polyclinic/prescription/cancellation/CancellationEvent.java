package polyclinic.prescription.cancellation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What the cancellation of an appointment or encounter could not undo. */
public sealed interface CancellationEvent extends Event {

    /**
     * Something of a cancelled appointment goes on, and somebody has to look at it.
     *
     * @param appointmentId null for a walk-in
     * @param encounterId of a walk-in, else null
     * @param entityType the noun of what goes on, in snake case
     * @param reason a slug, for example {@code specimen-collected}
     */
    @EventType("cancellation.incomplete.v1")
    record Incomplete(
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            UUID patientId,
            String entityType,
            UUID entityId,
            String reason,
            Instant occurredAt)
            implements CancellationEvent {
        @Override
        public UUID aggregateId() {
            return entityId;
        }
    }
}
