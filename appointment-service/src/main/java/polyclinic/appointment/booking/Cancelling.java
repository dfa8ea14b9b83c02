package polyclinic.appointment.booking;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.doctors.DoctorCard;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Cancelling frees the time at once; who waits in the queue already leaves it. */
@ApplicationScoped
public class Cancelling {
    private final Appointments appointments;
    private final QueueEntries queue;
    private final Doctors doctors;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Cancelling(
            Appointments appointments,
            QueueEntries queue,
            Doctors doctors,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.appointments = appointments;
        this.queue = queue;
        this.doctors = doctors;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Response> cancel(UUID id, CancelAppointment request, Caller caller) {
        return idempotency.once(request, () -> appointments.lock(id, caller).chain(appointment -> doctors.require(
                        appointment.doctorId())
                .call(doctor -> cancel(appointment, doctor.card(), request.reason(), caller))
                .map(doctor -> Answer.ok(appointment.version(), AppointmentView.of(appointment, doctor.card())))));
    }

    /** Cancels a locked appointment and its queue entry in the open transaction. */
    public Uni<Void> cancel(Appointment appointment, DoctorCard doctor, String reason, Caller caller) {
        Instant now = clock.instant();
        appointment.cancel(reason, caller, now);
        AuditEntry entry = audit.entry(
                "cancel",
                "appointment",
                appointment.id(),
                appointment.patientId(),
                List.of("status", "cancellationReason"),
                null);
        if (appointment.queueEntryId() == null)
            return appointments.flush().chain(() -> outbox.append(entry, appointment.cancelledEvent(doctor)));
        return queue.lock(appointment.queueEntryId())
                .invoke(waiting -> leave(waiting, now))
                .call(queue::flush)
                .chain(waiting ->
                        outbox.append(entry, appointment.cancelledEvent(doctor), waiting.movedEvent(doctor.subject())));
    }

    private static void leave(QueueEntry waiting, Instant now) {
        if (waiting.status().isOpen()) waiting.move(QueueStatus.CANCELLED, now);
    }
}
