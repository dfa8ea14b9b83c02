package polyclinic.appointment.cancellation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.AppointmentWithDoctor;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.consultations.Consultation;
import polyclinic.appointment.orderwork.OrderCancellation;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/**
 * Cancels an appointment, which frees its time at once; a patient who waits in the queue already leaves it, the encounter of one who leaves during
 * the consultation ends, and the orders are cancelled.
 *
 * <p>The pattern of most use cases: {@link Idempotency} opens the transaction, the repository finds and locks only what the
 * caller may see, the entity knows the rule, and event and audit entry go into the outbox with the change.
 */
@ApplicationScoped
public class AppointmentCancellation {
    private final Appointments appointments;
    private final AppointmentQueries queries;
    private final QueueEntries queue;
    private final Consultation consultation;
    private final OrderCancellation orders;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    AppointmentCancellation(
            Appointments appointments,
            AppointmentQueries queries,
            QueueEntries queue,
            Consultation consultation,
            OrderCancellation orders,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.appointments = appointments;
        this.queries = queries;
        this.queue = queue;
        this.consultation = consultation;
        this.orders = orders;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AppointmentView>> cancel(UUID id, CancelAppointment request, Caller caller) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return idempotency.once(
                request,
                () -> appointments
                        .lock(id, scope)
                        .call(found -> cancel(found, request.reason(), scope))
                        .map(found -> Answer.ok(found.appointment().version(), found.view(caller))),
                earlier -> queries.reread(id, caller));
    }

    /** Cancels a locked appointment, its queue entry, its encounter and its orders in the open transaction. */
    public Uni<Void> cancel(AppointmentWithDoctor found, String reason, Scope scope) {
        return leave(found, reason, scope)
                .chain(() -> orders.ofCancelledAppointment(found.appointment().id()));
    }

    private Uni<Void> leave(AppointmentWithDoctor found, String reason, Scope scope) {
        Instant now = clock.instant();
        Appointment appointment = found.appointment();
        appointment.cancel(
                reason, AppointmentAccessPolicy.towards(scope, found.doctor().subject()), now);
        AuditEntry entry = audit.entry("cancel", "appointment", appointment.id(), appointment.patientId())
                .withChangedFields(List.of("status", "cancellationReason"));
        UUID queueEntryId = appointment.queueEntryId();
        if (queueEntryId == null)
            return appointments.flush().chain(() -> outbox.append(entry, cancelled(found, reason, now)));
        return queue.lock(queueEntryId)
                .invoke(waiting -> waiting.leave(now))
                .call(() -> consultation.breakOff(appointment))
                .call(queue::flush)
                .chain(waiting -> outbox.append(
                        entry,
                        cancelled(found, reason, now),
                        waiting.movedEvent(found.doctor().subject())));
    }

    private static AppointmentEvent cancelled(AppointmentWithDoctor found, String reason, Instant now) {
        return new AppointmentEvent.Cancelled(found.snapshot(), reason, now);
    }
}
