package polyclinic.appointment.checkin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.alerts.AlertRaising;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.AppointmentWithDoctor;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.orderwork.OrderCancellation;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** Records that a patient did not come, or left the queue before the consultation; orders of the appointment are cancelled. */
@ApplicationScoped
class NoShowRecording {
    private final Appointments appointments;
    private final AppointmentQueries queries;
    private final QueueEntries queue;
    private final OrderCancellation orders;
    private final AlertRaising alerts;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    NoShowRecording(
            Appointments appointments,
            AppointmentQueries queries,
            QueueEntries queue,
            OrderCancellation orders,
            AlertRaising alerts,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.appointments = appointments;
        this.queries = queries;
        this.queue = queue;
        this.orders = orders;
        this.alerts = alerts;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AppointmentView>> record(UUID id, EmptyBody request, Caller caller) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return idempotency.once(
                request,
                () -> appointments
                        .lock(id, scope)
                        .call(this::record)
                        .call(found ->
                                orders.ofMissedAppointment(found.appointment().id()))
                        .call(found -> alerts.raise(missed(found.appointment())))
                        .map(found -> Answer.ok(found.appointment().version(), found.view(caller))),
                earlier -> queries.reread(id, caller));
    }

    private AlertFact missed(Appointment appointment) {
        return AlertFact.of(
                AlertKind.NO_SHOW,
                appointment.id().toString(),
                new WorkSubject("appointment", appointment.id()),
                appointment.patientId(),
                appointment.doctorId(),
                clock.instant());
    }

    private Uni<Void> record(AppointmentWithDoctor found) {
        Instant now = clock.instant();
        Appointment appointment = found.appointment();
        appointment.noShow(now);
        AuditEntry entry = audit.entry("no_show", "appointment", appointment.id(), appointment.patientId())
                .withChangedFields(List.of("status"));
        UUID queueEntryId = appointment.queueEntryId();
        if (queueEntryId == null)
            return appointments
                    .flush()
                    .chain(() -> outbox.append(entry, new AppointmentEvent.NoShow(found.snapshot(), now)));
        return queue.lock(queueEntryId)
                .invoke(waiting -> waiting.move(QueueStatus.CANCELLED, now))
                .call(queue::flush)
                .chain(waiting -> outbox.append(
                        entry,
                        new AppointmentEvent.NoShow(found.snapshot(), now),
                        waiting.movedEvent(found.doctor().subject())));
    }
}
