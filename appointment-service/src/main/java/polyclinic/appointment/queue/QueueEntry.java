package polyclinic.appointment.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.values.Ids;

/** A patient who waits for a doctor on a day, called by token number and not by name. */
@Entity
@Table(name = "queue_entry")
public class QueueEntry {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "patient_id")
    private UUID patientId;

    /** Absent for a walk-in. */
    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    /** Once the consultation has begun. */
    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    private LocalDate day;

    @Column(name = "token_number")
    private int tokenNumber;

    @Enumerated(EnumType.STRING)
    private Priority priority;

    /** The priority as a number, so that the database can sort by it; the database computes it. */
    @Column(insertable = false, updatable = false)
    private int urgency;

    @Enumerated(EnumType.STRING)
    private QueueStatus status;

    /** Whether the doctor added the patient themselves without having them in care. */
    @Column(name = "self_made")
    private boolean selfMade;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected QueueEntry() {}

    /** @param appointmentId the appointment that was checked in, absent for a walk-in */
    public static QueueEntry joined(
            UUID doctorId,
            UUID patientId,
            @Nullable UUID appointmentId,
            LocalDate day,
            int tokenNumber,
            Priority priority,
            Instant now) {
        QueueEntry entry = new QueueEntry();
        entry.id = Ids.next();
        entry.doctorId = doctorId;
        entry.patientId = patientId;
        entry.appointmentId = appointmentId;
        entry.day = day;
        entry.tokenNumber = tokenNumber;
        entry.priority = priority;
        entry.status = QueueStatus.WAITING;
        entry.createdAt = now;
        entry.updatedAt = now;
        return entry;
    }

    /** The doctor adds the patient themselves, by another role that they have, without having them in care. */
    public QueueEntry selfMade() {
        selfMade = true;
        return this;
    }

    /** Refuses a step that does not follow from the status. */
    public void require(QueueStatus next) {
        if (!status.leadsTo(next)) throw new InvalidQueueTransition(status, next);
    }

    /** One step by hand; beginning a consultation goes through {@link #begin}, which needs its encounter. */
    public void move(QueueStatus next, Instant now) {
        require(next);
        status = next;
        updatedAt = now;
    }

    /** Leaves the queue, if the patient has not left it or been seen already. */
    public void leave(Instant now) {
        if (status.isOpen()) move(QueueStatus.CANCELLED, now);
    }

    /** The doctor may begin with a patient who still waits for the nurse. */
    public void begin(UUID encounter, Instant now) {
        if (!status.isOpen() || status == QueueStatus.IN_CONSULTATION)
            throw new InvalidQueueTransition(status, QueueStatus.IN_CONSULTATION);
        encounterId = encounter;
        status = QueueStatus.IN_CONSULTATION;
        updatedAt = now;
    }

    public Event addedEvent(@Nullable String doctorSubject) {
        return new QueueEvent.Added(snapshot(doctorSubject));
    }

    public Event movedEvent(@Nullable String doctorSubject) {
        return new QueueEvent.Moved(snapshot(doctorSubject));
    }

    private QueueEvent.Snapshot snapshot(@Nullable String doctorSubject) {
        return new QueueEvent.Snapshot(
                id,
                version,
                doctorId,
                doctorSubject,
                patientId,
                appointmentId,
                encounterId,
                tokenNumber,
                priority,
                status.wire(),
                updatedAt,
                createdAt,
                selfMade ? true : null);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID doctorId() {
        return doctorId;
    }

    public UUID patientId() {
        return patientId;
    }

    @Nullable
    UUID appointmentId() {
        return appointmentId;
    }

    public @Nullable UUID encounterId() {
        return encounterId;
    }

    public LocalDate day() {
        return day;
    }

    public int tokenNumber() {
        return tokenNumber;
    }

    public Priority priority() {
        return priority;
    }

    public int urgency() {
        return urgency;
    }

    public QueueStatus status() {
        return status;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
