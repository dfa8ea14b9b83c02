package polyclinic.billing.automaticlines;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.Visit;
import polyclinic.commons.messaging.CloudEvent;

/** A visit that an event says will not take place, or that the patient left before its end. */
record EndedVisit(Visit visit, UUID patientId) {
    private record Appointment(UUID appointmentId, UUID patientId) {}

    private record QueueEntry(
            UUID patientId,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            @Nullable String status) {}

    /** The appointment that an event is about. */
    static EndedVisit of(CloudEvent event) {
        Appointment appointment = event.as(Appointment.class);
        return new EndedVisit(
                Visit.ofAppointment(Objects.requireNonNull(appointment.appointmentId(), "appointmentId")),
                Objects.requireNonNull(appointment.patientId(), "patientId"));
    }

    /** Of who came without an appointment; empty where no doctor had begun, as nothing can be charged for that. */
    static Optional<EndedVisit> ofCancelledWalkIn(CloudEvent event) {
        QueueEntry entry = event.as(QueueEntry.class);
        if (!"cancelled".equals(entry.status()) || entry.appointmentId() != null || entry.encounterId() == null)
            return Optional.empty();
        return Optional.of(new EndedVisit(
                new Visit(Visit.Kind.ENCOUNTER, entry.encounterId()),
                Objects.requireNonNull(entry.patientId(), "patientId")));
    }
}
