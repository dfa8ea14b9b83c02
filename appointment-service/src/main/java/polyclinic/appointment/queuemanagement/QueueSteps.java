package polyclinic.appointment.queuemanagement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientsInCare;
import polyclinic.appointment.consultations.Consultation;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.doctors.UnknownDoctor;
import polyclinic.appointment.queue.InvalidQueueTransition;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.ClinicDays;

/** Steps in the queue that concern no appointment: those of walk-ins and those before the consultation. */
@ApplicationScoped
class QueueSteps {
    private final QueueEntries queue;
    private final Doctors doctors;
    private final PatientsInCare care;
    private final Consultation consultation;
    private final ClinicDays days;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    QueueSteps(
            QueueEntries queue,
            Doctors doctors,
            PatientsInCare care,
            Consultation consultation,
            ClinicDays days,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.queue = queue;
        this.doctors = doctors;
        this.care = care;
        this.consultation = consultation;
        this.days = days;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** The queue of a walk-in is today's, where the doctor is; the common one's where the clinic is. */
    Uni<QueueEntry> joinWalkIn(JoinQueue request, Caller caller) {
        UUID doctorId = request.doctorId();
        return doctorId == null ? joinCommonQueue(request) : join(request, doctorId, caller);
    }

    private Uni<QueueEntry> join(JoinQueue request, UUID doctorId, Caller caller) {
        Instant now = clock.instant();
        Scope scope = AppointmentAccessPolicy.queue(caller);
        return require(doctorId)
                .chain(doctor -> care.requireMaking(scope, caller, request.patientId(), doctorId, doctor.subject(), now)
                        .chain(selfMade -> entered(request, doctor, now)
                                .call(entry -> selfMade
                                        ? markSelfMade(entry)
                                        : Uni.createFrom().voidItem()))
                        .call(queue::persistAndFlush)
                        .call(entry -> outbox.append(audited("create", entry), entry.addedEvent(doctor.subject()))));
    }

    private Uni<Doctor> require(UUID doctorId) {
        return doctors.findById(doctorId).onItem().ifNull().failWith(UnknownDoctor::new);
    }

    private Uni<QueueEntry> entered(JoinQueue request, Doctor doctor, Instant now) {
        LocalDate day = doctor.dateAt(now);
        return queue.nextToken(request.patientId(), doctor.id(), day).map(token -> QueueEntry.joined(
                        doctor.id(), request.patientId(), null, day, token, request.urgency(), now)
                .from(request.provenance()));
    }

    private Uni<QueueEntry> joinCommonQueue(JoinQueue request) {
        Instant now = clock.instant();
        LocalDate day = days.day(now);
        return queue.nextCommonToken(request.patientId(), day)
                .map(token -> QueueEntry.joinedCommonQueue(request.patientId(), day, token, request.urgency(), now)
                        .from(request.provenance()))
                .call(queue::persistAndFlush)
                .call(entry -> outbox.append(audited("create", entry), entry.addedEvent(null)));
    }

    /** Puts who waits in the common queue into a doctor's, by which the patient comes into that doctor's care. */
    Uni<QueueEntry> assign(UUID id, UUID doctorId, Caller caller) {
        Instant now = clock.instant();
        Scope scope = AppointmentAccessPolicy.queue(caller);
        return queue.requireRef(id, scope).chain(() -> queue.lock(id)).call(entry -> {
            if (entry.doctorId() != null) throw new AlreadyAssigned();
            if (!entry.status().isOpen()) throw new InvalidQueueTransition("Who has left the queue waits for nobody.");
            return require(doctorId)
                    .call(doctor -> care.requireMaking(
                                    scope, caller, entry.patientId(), doctorId, doctor.subject(), now)
                            .chain(selfMade -> selfMade
                                    ? markSelfMade(entry)
                                    : Uni.createFrom().voidItem()))
                    .chain(doctor -> assign(entry, doctor, now));
        });
    }

    private Uni<Void> assign(QueueEntry entry, Doctor doctor, Instant now) {
        LocalDate day = doctor.dateAt(now);
        return queue.nextToken(entry.patientId(), doctor.id(), day)
                .invoke(token -> entry.assign(doctor.id(), day, token, now))
                .chain(queue::flush)
                .chain(() -> outbox.append(
                        audited("assign", entry).withChangedFields(List.of("doctorId", "date", "tokenNumber")),
                        entry.assignedEvent(doctor.subject())));
    }

    private Uni<Void> markSelfMade(QueueEntry entry) {
        return outbox.append(
                List.of(care.selfMadeEntry("queue_entry", entry.selfMade().id(), entry.patientId())));
    }

    /** Its doctor is read after the lock: one may have been assigned meanwhile. */
    Uni<QueueEntry> moveWalkIn(UUID id, QueueStatus to) {
        return queue.lock(id).invoke(entry -> entry.require(to)).chain(entry -> doctorSubject(entry)
                .call(subject -> consultation.followWalkIn(entry, to, subject))
                .chain(subject -> move(entry, to, subject)));
    }

    private Uni<@Nullable String> doctorSubject(QueueEntry entry) {
        UUID doctorId = entry.doctorId();
        if (doctorId == null) return Uni.createFrom().nullItem();
        return doctors.require(doctorId).map(Doctor::subject);
    }

    /**
     * Moves a locked entry, if {@link Consultation} has not moved it already, and publishes the move.
     *
     * @param doctorSubject the account of the entry's doctor, or null while there is none
     */
    Uni<QueueEntry> move(QueueEntry entry, QueueStatus to, @Nullable String doctorSubject) {
        if (entry.status() != to) entry.move(to, clock.instant());
        return queue.flush()
                .chain(() -> outbox.append(
                        audited("update", entry).withChangedFields(List.of("status")), entry.movedEvent(doctorSubject)))
                .replaceWith(entry);
    }

    private AuditEntry audited(String action, QueueEntry entry) {
        return audit.entry(action, "queue_entry", entry.id(), entry.patientId());
    }
}
