package polyclinic.appointment.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What appointment-service tells the world, on topic {@code appointment.events}. Fields are only ever added. */
public sealed interface AppointmentEvent extends Event {

    @EventType("doctor.registered.v1")
    record DoctorRegistered(
            UUID doctorId,
            long version,
            String subject,
            String givenName,
            String familyName,
            String specialty,
            String licenseNumber,
            String timeZone)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return doctorId;
        }
    }

    @EventType("doctor.updated.v1")
    record DoctorUpdated(
            UUID doctorId,
            long version,
            String subject,
            String givenName,
            String familyName,
            String specialty,
            String licenseNumber,
            String timeZone)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return doctorId;
        }
    }

    @EventType("appointment.booked.v1")
    record Booked(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.rescheduled.v1")
    record Rescheduled(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            Instant previousStartsAt,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.cancelled.v1")
    record Cancelled(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            String cancellationReason,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.checked-in.v1")
    record CheckedIn(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            UUID queueEntryId,
            int tokenNumber,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.started.v1")
    record Started(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            UUID encounterId,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.completed.v1")
    record Completed(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            UUID encounterId,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("appointment.no-show.v1")
    record NoShow(
            UUID appointmentId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            Instant endsAt,
            String status,
            String reason,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return appointmentId;
        }
    }

    @EventType("queue.entry-added.v1")
    record QueueEntryAdded(
            UUID queueEntryId,
            long version,
            UUID doctorId,
            String doctorSubject,
            UUID patientId,
            UUID appointmentId,
            int tokenNumber,
            String priority,
            String status,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return queueEntryId;
        }
    }

    /** {@code encounterId} once the consultation has begun. */
    @EventType("queue.entry-moved.v1")
    record QueueEntryMoved(
            UUID queueEntryId,
            long version,
            UUID doctorId,
            String doctorSubject,
            UUID patientId,
            UUID appointmentId,
            UUID encounterId,
            int tokenNumber,
            String priority,
            String status,
            Instant occurredAt)
            implements AppointmentEvent {
        @Override
        @JsonIgnore
        public UUID aggregateId() {
            return queueEntryId;
        }
    }
}
