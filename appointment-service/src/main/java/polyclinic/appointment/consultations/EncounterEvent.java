package polyclinic.appointment.consultations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events about encounters that appointment-service publishes on {@code appointment.events}. Fields are only ever added. */
public sealed interface EncounterEvent extends Event {

    /**
     * A consultation has ended, of an appointment or of a walk-in: each encounter is told once, so that it can be priced.
     *
     * @param appointmentId absent for a walk-in
     * @param queueEntryId the place in the queue that the patient was called from
     * @param doctorSubject {@code sub} of the doctor's account, absent when the doctor has none
     * @param type an {@link EncounterType} in lower case
     */
    @EventType("encounter.completed.v1")
    record Completed(
            UUID encounterId,
            long version,
            @Nullable UUID appointmentId,
            @Nullable UUID queueEntryId,
            UUID patientId,
            UUID doctorId,
            @Nullable String doctorSubject,
            EncounterType type,
            Instant startedAt,
            Instant completedAt,
            Instant occurredAt)
            implements EncounterEvent {
        @Override
        public UUID aggregateId() {
            return encounterId;
        }
    }
}
