package polyclinic.appointment.queuemanagement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientsInCare;
import polyclinic.appointment.consultations.Consultation;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.doctors.UnknownDoctor;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Outbox;

/** Steps in the queue that concern no appointment: those of walk-ins and those before the consultation. */
@ApplicationScoped
class QueueSteps {
    private final QueueEntries queue;
    private final Doctors doctors;
    private final PatientsInCare care;
    private final Consultation consultation;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    QueueSteps(
            QueueEntries queue,
            Doctors doctors,
            PatientsInCare care,
            Consultation consultation,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.queue = queue;
        this.doctors = doctors;
        this.care = care;
        this.consultation = consultation;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** The queue of a walk-in is today's, where the doctor is. */
    Uni<QueueEntry> joinWalkIn(JoinQueue request, Caller caller) {
        Instant now = clock.instant();
        Scope scope = AppointmentAccessPolicy.queue(caller);
        return doctors.findById(request.doctorId())
                .onItem()
                .ifNull()
                .failWith(UnknownDoctor::new)
                .chain(doctor -> care.requireMaking(
                                scope, caller, request.patientId(), doctor.id(), doctor.subject(), now)
                        .chain(selfMade -> entered(request, doctor, now)
                                .call(entry -> selfMade
                                        ? markSelfMade(entry)
                                        : Uni.createFrom().voidItem()))
                        .call(queue::persistAndFlush)
                        .call(entry -> outbox.append(audited("create", entry), entry.addedEvent(doctor.subject()))));
    }

    private Uni<Void> markSelfMade(QueueEntry entry) {
        return outbox.append(
                List.of(care.selfMadeEntry("queue_entry", entry.selfMade().id(), entry.patientId())));
    }

    private Uni<QueueEntry> entered(JoinQueue request, Doctor doctor, Instant now) {
        LocalDate day = doctor.dateAt(now);
        return queue.nextToken(doctor.id(), day)
                .map(token ->
                        QueueEntry.joined(doctor.id(), request.patientId(), null, day, token, request.urgency(), now));
    }

    Uni<QueueEntry> moveWalkIn(UUID id, QueueStatus to, UUID doctorId) {
        return doctors.require(doctorId).chain(doctor -> queue.lock(id)
                .invoke(entry -> entry.require(to))
                .call(entry -> consultation.followWalkIn(entry, to, doctor.subject()))
                .chain(entry -> move(entry, to, doctor)));
    }

    /** Moves a locked entry, if {@link Consultation} has not moved it already, and publishes the move. */
    Uni<QueueEntry> move(QueueEntry entry, QueueStatus to, Doctor doctor) {
        if (entry.status() != to) entry.move(to, clock.instant());
        return queue.flush()
                .chain(() -> outbox.append(
                        audited("update", entry).withChangedFields(List.of("status")),
                        entry.movedEvent(doctor.subject())))
                .replaceWith(entry);
    }

    private AuditEntry audited(String action, QueueEntry entry) {
        return audit.entry(action, "queue_entry", entry.id(), entry.patientId());
    }
}
