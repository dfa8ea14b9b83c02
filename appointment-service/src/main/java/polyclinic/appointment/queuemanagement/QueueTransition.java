package polyclinic.appointment.queuemanagement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.cancellation.AppointmentCancellation;
import polyclinic.appointment.consultations.Consultation;
import polyclinic.appointment.metrics.QueueMetrics;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueEntryRef;
import polyclinic.appointment.queue.QueueEntryView;
import polyclinic.appointment.queue.QueueQueries;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.web.Answer;

/** Moves a queue entry one step on, or out of the queue. Its appointment, if it has one, moves with it. */
@ApplicationScoped
class QueueTransition {
    private static final Set<QueueStatus> CONSULTATION_STEPS =
            EnumSet.of(QueueStatus.IN_CONSULTATION, QueueStatus.COMPLETED);
    private static final String CANCELLATION_REASON = "left the queue";

    private final QueueEntries queue;
    private final Appointments appointments;
    private final Consultation consultation;
    private final AppointmentCancellation cancellation;
    private final QueueSteps steps;
    private final QueueQueries queries;
    private final Idempotency idempotency;
    private final QueueMetrics metrics;

    QueueTransition(
            QueueEntries queue,
            Appointments appointments,
            Consultation consultation,
            AppointmentCancellation cancellation,
            QueueSteps steps,
            QueueQueries queries,
            Idempotency idempotency,
            QueueMetrics metrics) {
        this.queue = queue;
        this.appointments = appointments;
        this.consultation = consultation;
        this.cancellation = cancellation;
        this.steps = steps;
        this.queries = queries;
        this.idempotency = idempotency;
        this.metrics = metrics;
    }

    Uni<Answer<QueueEntryView>> move(UUID id, MoveQueueEntry request, Caller caller) {
        Scope reached = scope(request.to(), caller);
        return idempotency
                .once(
                        request,
                        () -> queue.requireRef(id, reached)
                                .chain(ref -> move(id, ref, request.to(), caller))
                                .chain(queries::view)
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller))
                .invoke(this::measure);
    }

    private void measure(Answer<QueueEntryView> answer) {
        QueueEntryView moved = answer.view();
        if (moved != null && !answer.isReplayed() && moved.status() == QueueStatus.IN_CONSULTATION)
            metrics.called(moved.addedAt(), Objects.requireNonNull(moved.startedAt(), "begun"));
    }

    /** Who has a role that manages the queue and one that consults does in a consultation what the latter may. */
    private static Scope scope(QueueStatus to, Caller caller) {
        if (!CONSULTATION_STEPS.contains(to)) return AppointmentAccessPolicy.queue(caller);
        Scope consultations = AppointmentAccessPolicy.consultations(caller);
        if (consultations instanceof Scope.None) throw new Forbidden();
        return consultations;
    }

    private Uni<QueueEntry> move(UUID id, QueueEntryRef ref, QueueStatus to, Caller caller) {
        UUID appointmentId = ref.appointmentId();
        return appointmentId == null
                ? steps.moveWalkIn(id, to)
                : moveWithAppointment(id, to, appointmentId, AppointmentAccessPolicy.appointments(caller));
    }

    private Uni<QueueEntry> moveWithAppointment(UUID id, QueueStatus to, UUID appointmentId, Scope scope) {
        return appointments.lock(appointmentId, scope).chain(found -> queue.lock(id)
                .invoke(entry -> entry.require(to))
                .chain(entry -> switch (to) {
                    case IN_CONSULTATION -> consultation.start(found);
                    case COMPLETED -> consultation.complete(found);
                    case CANCELLED ->
                        cancellation.cancel(found, CANCELLATION_REASON, scope).replaceWith(entry);
                    case WAITING, NURSE_COMPLETED, READY_FOR_DOCTOR ->
                        steps.move(entry, to, found.doctor().subject());
                }));
    }
}
