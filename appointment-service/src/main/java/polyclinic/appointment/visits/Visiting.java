package polyclinic.appointment.visits;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import polyclinic.appointment.Nothing;
import polyclinic.appointment.booking.Appointment;
import polyclinic.appointment.booking.AppointmentView;
import polyclinic.appointment.booking.Appointments;
import polyclinic.appointment.booking.BookingConfig;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.encounters.Encounter;
import polyclinic.appointment.encounters.Encounters;
import polyclinic.appointment.queue.Priority;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/**
 * The way of an appointment through the clinic: checked in, seen, done, or nobody came. The appointment's row is locked
 * first, then its queue entry, so the two never part.
 */
@ApplicationScoped
class Visiting {
    private final Appointments appointments;
    private final Doctors doctors;
    private final QueueEntries queue;
    private final Encounters encounters;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final BookingConfig config;
    private final Clock clock;

    Visiting(
            Appointments appointments,
            Doctors doctors,
            QueueEntries queue,
            Encounters encounters,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            BookingConfig config,
            Clock clock) {
        this.appointments = appointments;
        this.doctors = doctors;
        this.queue = queue;
        this.encounters = encounters;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** An appointment with its doctor, both as they are within the open transaction. */
    record Visit(Appointment appointment, Doctor doctor) {
        AppointmentView view() {
            return AppointmentView.of(appointment, doctor.card());
        }
    }

    Uni<Response> checkIn(UUID id, Nothing request, Caller caller) {
        return once(id, request, caller, visit -> checkIn(visit, Priority.NORMAL));
    }

    Uni<Response> start(UUID id, Nothing request, Caller caller) {
        return once(id, request, caller, this::start);
    }

    Uni<Response> complete(UUID id, Nothing request, Caller caller) {
        return once(id, request, caller, this::complete);
    }

    Uni<Response> noShow(UUID id, Nothing request, Caller caller) {
        return once(id, request, caller, this::noShow);
    }

    private Uni<Response> once(UUID id, Nothing request, Caller caller, Function<Visit, Uni<?>> step) {
        return idempotency.once(request, () -> lock(id, caller)
                .call(step)
                .map(visit -> Answer.ok(visit.appointment().version(), visit.view())));
    }

    /** Within the open transaction: the appointment, locked, and its doctor. */
    Uni<Visit> lock(UUID id, Caller caller) {
        return appointments.lock(id, caller).chain(appointment -> doctors.require(appointment.doctorId())
                .map(doctor -> new Visit(appointment, doctor)));
    }

    /** The token is of the day of the appointment in the doctor's zone, also when check-in is the evening before. */
    Uni<QueueEntry> checkIn(Visit visit, Priority priority) {
        Instant now = clock.instant();
        Appointment appointment = visit.appointment();
        appointment.requireCheckIn(now, config.checkInOpens());
        var day = appointment.startsAt().atZone(visit.doctor().zone()).toLocalDate();
        return queue.nextToken(appointment.doctorId(), day)
                .map(token -> QueueEntry.joined(
                        appointment.doctorId(), appointment.patientId(), appointment.id(), day, token, priority, now))
                .invoke(entry -> appointment.checkIn(entry, now))
                .call(queue::persistAndFlush)
                .call(entry -> outbox.append(
                        audited("check_in", visit, List.of("status", "queueEntryId", "tokenNumber")),
                        appointment.checkedInEvent(visit.doctor().card()),
                        entry.addedEvent(visit.doctor().subject())));
    }

    Uni<QueueEntry> start(Visit visit) {
        Instant now = clock.instant();
        Appointment appointment = visit.appointment();
        Encounter encounter = Encounter.started(
                appointment.patientId(), appointment.doctorId(), appointment.id(), appointment.queueEntryId(), now);
        appointment.start(encounter.id(), now);
        return encounters
                .persist(encounter)
                .chain(() -> queue.lock(appointment.queueEntryId()))
                .invoke(entry -> entry.begin(encounter.id(), now))
                .call(queue::flush)
                .call(entry -> outbox.append(
                        audited("start", visit, List.of("status", "encounterId")),
                        appointment.startedEvent(visit.doctor().card()),
                        entry.movedEvent(visit.doctor().subject())));
    }

    Uni<QueueEntry> complete(Visit visit) {
        Instant now = clock.instant();
        Appointment appointment = visit.appointment();
        appointment.complete(now);
        return encounters
                .findById(appointment.encounterId())
                .invoke(encounter -> encounter.finish(now))
                .chain(() -> queue.lock(appointment.queueEntryId()))
                .invoke(entry -> entry.move(QueueStatus.COMPLETED, now))
                .call(queue::flush)
                .call(entry -> outbox.append(
                        audited("complete", visit, List.of("status")),
                        appointment.completedEvent(visit.doctor().card()),
                        entry.movedEvent(visit.doctor().subject())));
    }

    private Uni<?> noShow(Visit visit) {
        Instant now = clock.instant();
        Appointment appointment = visit.appointment();
        appointment.noShow(now);
        var event = appointments
                .flush()
                .map(done -> appointment.noShowEvent(visit.doctor().card()));
        if (appointment.queueEntryId() == null)
            return event.chain(missed -> outbox.append(audited("no_show", visit, List.of("status")), missed));
        return queue.lock(appointment.queueEntryId())
                .invoke(entry -> entry.move(QueueStatus.CANCELLED, now))
                .call(queue::flush)
                .chain(entry -> event.chain(missed -> outbox.append(
                        audited("no_show", visit, List.of("status")),
                        missed,
                        entry.movedEvent(visit.doctor().subject()))));
    }

    private AuditEntry audited(String action, Visit visit, List<String> changed) {
        return audit.entry(
                action,
                "appointment",
                visit.appointment().id(),
                visit.appointment().patientId(),
                changed,
                null);
    }
}
