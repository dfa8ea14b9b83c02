package polyclinic.appointment.visits;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.appointment.booking.Cancelling;
import polyclinic.appointment.booking.UnknownDoctor;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.encounters.Encounter;
import polyclinic.appointment.encounters.Encounters;
import polyclinic.appointment.patients.KnownPatient;
import polyclinic.appointment.patients.KnownPatients;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** The queue in front of a doctor's door: whoever has an appointment and whoever just walks in. */
@ApplicationScoped
class Queueing {
    private static final Set<QueueStatus> DOCTORS_STEPS = Set.of(QueueStatus.IN_CONSULTATION, QueueStatus.COMPLETED);
    private static final String LEFT = "left the queue";

    private final Visiting visiting;
    private final Cancelling cancelling;
    private final QueueEntries queue;
    private final Encounters encounters;
    private final Doctors doctors;
    private final KnownPatients patients;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Queueing(
            Visiting visiting,
            Cancelling cancelling,
            QueueEntries queue,
            Encounters encounters,
            Doctors doctors,
            KnownPatients patients,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.visiting = visiting;
        this.cancelling = cancelling;
        this.queue = queue;
        this.encounters = encounters;
        this.doctors = doctors;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Joining with an appointment is checking it in. */
    Uni<Response> join(JoinQueue request, Caller caller) {
        return patients.require(request.patientId())
                .chain(() -> idempotency.once(
                        request, () -> (request.appointmentId() == null ? walkIn(request) : checkIn(request, caller))
                                .chain(this::view)
                                .map(view -> Answer.created("/api/v1/queue/" + view.id(), view.version(), view))));
    }

    private Uni<QueueEntry> walkIn(JoinQueue request) {
        Instant now = clock.instant();
        return doctors.findById(request.doctorId())
                .onItem()
                .ifNull()
                .failWith(UnknownDoctor::new)
                .chain(doctor -> joined(request, doctor, today(now, doctor.zone()), now)
                        .call(queue::persistAndFlush)
                        .call(entry -> outbox.append(
                                audited("create", entry, List.of()), entry.addedEvent(doctor.subject()))));
    }

    private Uni<QueueEntry> joined(JoinQueue request, Doctor doctor, LocalDate day, Instant now) {
        return queue.nextToken(doctor.id(), day)
                .map(token ->
                        QueueEntry.joined(doctor.id(), request.patientId(), null, day, token, request.urgency(), now));
    }

    private Uni<QueueEntry> checkIn(JoinQueue request, Caller caller) {
        return visiting.lock(request.appointmentId(), caller)
                .onFailure(NotFound.class)
                .transform(unknown -> Problem.invalid("appointmentId", "must be an appointment"))
                .invoke(visit -> {
                    if (!visit.appointment().patientId().equals(request.patientId())
                            || !visit.appointment().doctorId().equals(request.doctorId()))
                        throw Problem.invalid("appointmentId", "must be of this patient and this doctor");
                })
                .chain(visit -> visiting.checkIn(visit, request.urgency()));
    }

    /** What happens to an entry with an appointment happens to the appointment. */
    Uni<Response> move(UUID id, MoveQueueEntry request, Caller caller) {
        if (DOCTORS_STEPS.contains(request.to()) && !caller.is(Roles.DOCTOR, Roles.ADMIN))
            throw new ForbiddenException("a step that is the doctor's");
        return idempotency.once(request, () -> queue.requireLink(id, caller)
                .chain(link -> link.appointmentId() == null
                        ? moveWalkIn(id, request.to(), link.doctorId())
                        : moveVisit(id, request.to(), link.appointmentId(), caller))
                .chain(this::view)
                .map(view -> Answer.ok(view.version(), view)));
    }

    private Uni<QueueEntry> moveVisit(UUID id, QueueStatus to, UUID appointmentId, Caller caller) {
        return visiting.lock(appointmentId, caller).chain(visit -> queue.lock(id)
                .invoke(entry -> entry.require(to))
                .chain(entry -> switch (to) {
                    case IN_CONSULTATION -> visiting.start(visit);
                    case COMPLETED -> visiting.complete(visit);
                    case CANCELLED ->
                        cancelling
                                .cancel(visit.appointment(), visit.doctor().card(), LEFT, caller)
                                .replaceWith(entry);
                    default -> step(entry, to, visit.doctor());
                }));
    }

    private Uni<QueueEntry> moveWalkIn(UUID id, QueueStatus to, UUID doctorId) {
        return doctors.require(doctorId).chain(doctor -> queue.lock(id)
                .invoke(entry -> entry.require(to))
                .call(entry -> encounter(entry, to))
                .chain(entry -> step(entry, to, doctor)));
    }

    /** A walk-in's encounter begins and ends with the consultation. */
    private Uni<?> encounter(QueueEntry entry, QueueStatus to) {
        Instant now = clock.instant();
        if (to == QueueStatus.IN_CONSULTATION) {
            Encounter begun = Encounter.started(entry.patientId(), entry.doctorId(), null, entry.id(), now);
            entry.begin(begun.id(), now);
            return encounters.persist(begun);
        }
        if (entry.encounterId() == null) return Uni.createFrom().voidItem();
        return encounters.findById(entry.encounterId()).invoke(encounter -> {
            if (to == QueueStatus.COMPLETED) encounter.finish(now);
            else encounter.cancel(now);
        });
    }

    private Uni<QueueEntry> step(QueueEntry entry, QueueStatus to, Doctor doctor) {
        if (entry.status() != to) entry.move(to, clock.instant());
        return queue.flush()
                .chain(() ->
                        outbox.append(audited("update", entry, List.of("status")), entry.movedEvent(doctor.subject())))
                .replaceWith(entry);
    }

    Uni<Page<QueueEntryView>> list(
            UUID doctorId, LocalDate date, QueueStatus status, Caller caller, String after, int limit) {
        QueueEntries.Position position = position(after);
        Instant now = clock.instant();
        return Panache.withSession(() -> queue.list(doctorId, date, now, status, caller, position, limit)
                        .chain(rows -> page(rows, limit)))
                .call(() -> audit.searched("queue_entry", null));
    }

    Uni<QueueEntryView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> queue.requireLink(id, caller)
                        .chain(() -> queue.findById(id))
                        .chain(this::view))
                .call(view -> audit.read("queue_entry", id, view.patientId()));
    }

    Uni<QueueDisplay> display(UUID doctorId, LocalDate date) {
        return Panache.withSession(() -> doctors.require(doctorId).chain(doctor -> {
            LocalDate day = date == null ? today(clock.instant(), doctor.zone()) : date;
            return queue.open(doctorId, day).map(open -> QueueDisplay.of(doctorId, day, open));
        }));
    }

    private Uni<Page<QueueEntryView>> page(List<QueueEntry> rows, int limit) {
        return patients.byId(rows.stream().map(QueueEntry::patientId).distinct().toList())
                .map(known -> Page.of(
                        rows,
                        limit,
                        row -> QueueEntryView.of(row, known.get(row.patientId())),
                        last -> Cursor.encode(last.urgency(), last.tokenNumber(), last.id())));
    }

    private Uni<QueueEntryView> view(QueueEntry entry) {
        Uni<Map<UUID, KnownPatient>> known = patients.byId(List.of(entry.patientId()));
        return known.map(byId -> QueueEntryView.of(entry, byId.get(entry.patientId())));
    }

    private AuditEntry audited(String action, QueueEntry entry, List<String> changed) {
        return audit.entry(action, "queue_entry", entry.id(), entry.patientId(), changed, null);
    }

    private static LocalDate today(Instant now, ZoneId zone) {
        return now.atZone(zone).toLocalDate();
    }

    private static QueueEntries.Position position(String after) {
        List<String> parts = Cursor.decode(after, 3);
        if (parts == null) return null;
        try {
            return new QueueEntries.Position(
                    Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)), UUID.fromString(parts.get(2)));
        } catch (IllegalArgumentException e) {
            throw Cursor.invalid();
        }
    }
}
