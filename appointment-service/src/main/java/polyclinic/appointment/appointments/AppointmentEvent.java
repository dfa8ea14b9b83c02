package polyclinic.appointment.appointments;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about appointments that appointment-service publishes on {@code appointment.events}. Each carries the whole
 * appointment. Fields are only ever added.
 */
public sealed interface AppointmentEvent extends Event {
    Snapshot appointment();

    Instant occurredAt();

    @Override
    default UUID aggregateId() {
        return appointment().appointmentId();
    }

    /**
     * The appointment as the event left it.
     *
     * @param doctorSubject {@code sub} of the doctor's account, absent when the doctor has none
     * @param selfMade true when the doctor made it themselves without having the patient in care, else absent
     */
    record Snapshot(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            @Nullable String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            AppointmentStatus status,
            @Nullable String reason,
            @Nullable Boolean selfMade) {}

    @EventType("appointment.booked.v1")
    record Booked(@JsonUnwrapped Snapshot appointment, Instant occurredAt) implements AppointmentEvent {}

    @EventType("appointment.rescheduled.v1")
    record Rescheduled(@JsonUnwrapped Snapshot appointment, Instant previousStartsAt, Instant occurredAt)
            implements AppointmentEvent {}

    @EventType("appointment.cancelled.v1")
    record Cancelled(@JsonUnwrapped Snapshot appointment, String cancellationReason, Instant occurredAt)
            implements AppointmentEvent {}

    @EventType("appointment.checked-in.v1")
    record CheckedIn(@JsonUnwrapped Snapshot appointment, UUID queueEntryId, int tokenNumber, Instant occurredAt)
            implements AppointmentEvent {}

    @EventType("appointment.started.v1")
    record Started(@JsonUnwrapped Snapshot appointment, UUID encounterId, Instant occurredAt)
            implements AppointmentEvent {}

    @EventType("appointment.completed.v1")
    record Completed(@JsonUnwrapped Snapshot appointment, UUID encounterId, Instant occurredAt)
            implements AppointmentEvent {}

    @EventType("appointment.no-show.v1")
    record NoShow(@JsonUnwrapped Snapshot appointment, Instant occurredAt) implements AppointmentEvent {}
}
