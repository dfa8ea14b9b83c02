package polyclinic.appointment.queue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about the queue that appointment-service publishes on {@code appointment.events}. Each carries the whole entry.
 * Fields are only ever added.
 */
public sealed interface QueueEvent extends Event {
    Snapshot entry();

    @Override
    default UUID aggregateId() {
        return entry().queueEntryId();
    }

    /**
     * The entry as the event left it.
     *
     * @param doctorId absent in the common queue
     * @param doctorSubject {@code sub} of the doctor's account, absent when the doctor has none
     * @param appointmentId absent for a walk-in
     * @param encounterId absent until the consultation begins
     * @param status a {@link QueueStatus} in lower case
     * @param addedAt when the patient joined the queue; absent in events from before it was published
     * @param commonTokenNumber the number of the common queue of who came by that, else absent
     * @param selfMade true when the doctor added the patient themselves without having them in care, else absent
     */
    record Snapshot(
            UUID queueEntryId,
            long version,
            @Nullable UUID doctorId,
            @Nullable String doctorSubject,
            UUID patientId,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            int tokenNumber,
            Priority priority,
            String status,
            Instant occurredAt,
            @Nullable Instant addedAt,
            @Nullable Boolean selfMade,
            @Nullable Integer commonTokenNumber) {}

    @EventType("queue.entry-added.v1")
    record Added(@JsonUnwrapped Snapshot entry) implements QueueEvent {}

    /** A doctor was chosen for who waited in the common queue. */
    @EventType("queue.entry-assigned.v1")
    record Assigned(@JsonUnwrapped Snapshot entry) implements QueueEvent {}

    @EventType("queue.entry-moved.v1")
    record Moved(@JsonUnwrapped Snapshot entry) implements QueueEvent {}
}
