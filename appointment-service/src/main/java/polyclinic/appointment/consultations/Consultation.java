package polyclinic.appointment.consultations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.AppointmentWithDoctor;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.metrics.QueueMetrics;
import polyclinic.appointment.orderwork.OrderCancellation;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/**
 * Begins and ends a consultation: the appointment, its queue entry and the encounter move together. The appointment's row is
 * locked first, then its queue entry.
 */
@ApplicationScoped
public class Consultation {
    private final Appointments appointments;
    private final AppointmentQueries queries;
    private final QueueEntries queue;
    private final Encounters encounters;
    private final OrderCancellation orders;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final QueueMetrics metrics;
    private final Clock clock;

    Consultation(
            Appointments appointments,
            AppointmentQueries queries,
            QueueEntries queue,
            Encounters encounters,
            OrderCancellation orders,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            QueueMetrics metrics,
            Clock clock) {
        this.appointments = appointments;
        this.queries = queries;
        this.queue = queue;
        this.encounters = encounters;
        this.orders = orders;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
    }

    Uni<Answer<AppointmentView>> start(UUID id, EmptyBody request, Caller caller) {
        AtomicReference<@Nullable QueueEntry> called = new AtomicReference<>();
        return once(id, request, caller, found -> start(found).invoke(called::set))
                .invoke(() -> measure(called.get()));
    }

    Uni<Answer<AppointmentView>> complete(UUID id, EmptyBody request, Caller caller) {
        return once(id, request, caller, this::complete);
    }

    /** @param called null when the request was a repetition */
    private void measure(@Nullable QueueEntry called) {
        if (called != null) metrics.called(called.createdAt(), Objects.requireNonNull(called.startedAt(), "begun"));
    }

    private Uni<Answer<AppointmentView>> once(
            UUID id, EmptyBody request, Caller caller, Function<AppointmentWithDoctor, Uni<?>> step) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return idempotency.once(
                request,
                () -> appointments
                        .lock(id, scope)
                        .call(step)
                        .map(found -> Answer.ok(found.appointment().version(), found.view(caller))),
                earlier -> queries.reread(id, caller));
    }

    /** Begins the consultation of a locked appointment in the open transaction. */
    public Uni<QueueEntry> start(AppointmentWithDoctor found) {
        Instant now = clock.instant();
        Appointment appointment = found.appointment();
        Encounter encounter = Encounter.started(
                appointment.patientId(), appointment.doctorId(), appointment.id(), appointment.queueEntryId(), now);
        appointment.start(encounter.id(), now);
        return encounters
                .persist(encounter)
                .chain(() -> queue.lock(appointment.requireQueueEntryId()))
                .invoke(entry -> entry.begin(encounter.id(), now))
                .call(queue::flush)
                .call(entry -> outbox.append(
                        audited("start", appointment).withChangedFields(List.of("status", "encounterId")),
                        new AppointmentEvent.Started(found.snapshot(), encounter.id(), now),
                        entry.movedEvent(found.doctor().subject())));
    }

    /** Ends the consultation of a locked appointment in the open transaction. */
    public Uni<QueueEntry> complete(AppointmentWithDoctor found) {
        Instant now = clock.instant();
        Appointment appointment = found.appointment();
        appointment.complete(now);
        return encounters
                .findById(appointment.requireEncounterId())
                .invoke(encounter -> encounter.finish(now))
                .chain(encounter -> queue.lock(appointment.requireQueueEntryId())
                        .invoke(entry -> entry.move(QueueStatus.COMPLETED, now))
                        .call(queue::flush)
                        .call(entry -> outbox.append(
                                audited("complete", appointment).withChangedFields(List.of("status")),
                                new AppointmentEvent.Completed(found.snapshot(), encounter.id(), now),
                                entry.movedEvent(found.doctor().subject()),
                                encounter.completedEvent(found.doctor().subject()))));
    }

    /** Ends the encounter of a locked appointment that is cancelled, if its consultation has begun; flushed with the rest. */
    public Uni<Void> breakOff(Appointment appointment) {
        UUID encounterId = appointment.encounterId();
        if (encounterId == null) return Uni.createFrom().voidItem();
        return encounters
                .findById(encounterId)
                .invoke(encounter -> encounter.cancel(clock.instant()))
                .replaceWithVoid();
    }

    /**
     * Begins or ends the encounter of a walk-in whose locked queue entry takes this step; orders of one that is cancelled are cancelled.
     *
     * @param doctorSubject the account of the entry's doctor, or null while the doctor has none
     */
    public Uni<Void> followWalkIn(QueueEntry entry, QueueStatus to, @Nullable String doctorSubject) {
        Instant now = clock.instant();
        UUID encounterId = entry.encounterId();
        if (to == QueueStatus.IN_CONSULTATION) {
            Encounter begun = Encounter.started(entry.patientId(), entry.requireDoctorId(), null, entry.id(), now);
            entry.begin(begun.id(), now);
            return encounters.persist(begun).replaceWithVoid();
        }
        if (encounterId == null) return Uni.createFrom().voidItem();
        return encounters
                .findById(encounterId)
                .chain(encounter ->
                        to == QueueStatus.COMPLETED ? finish(encounter, now, doctorSubject) : cancel(encounter, now));
    }

    /** Flushed first: the encounter's row is held from then on, so that no order is placed for it any more. */
    private Uni<Void> cancel(Encounter encounter, Instant now) {
        encounter.cancel(now);
        return encounters.flush().chain(() -> orders.ofEncounter(encounter.id()));
    }

    private Uni<Void> finish(Encounter encounter, Instant now, @Nullable String doctorSubject) {
        encounter.finish(now);
        return encounters.flush().chain(() -> outbox.append(encounter.completedEvent(doctorSubject)));
    }

    private AuditEntry audited(String action, Appointment appointment) {
        return audit.entry(action, "appointment", appointment.id(), appointment.patientId());
    }
}
