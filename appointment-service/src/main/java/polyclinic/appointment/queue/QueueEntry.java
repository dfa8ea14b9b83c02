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
import polyclinic.appointment.InvalidTransition;
import polyclinic.appointment.events.AppointmentEvent;
import polyclinic.commons.values.Ids;

/** Somebody who waits for a doctor on a day, called by token number and not by name. */
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

    @Column(name = "appointment_id")
    private UUID appointmentId;

    @Column(name = "encounter_id")
    private UUID encounterId;

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

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected QueueEntry() {}

    /** @param appointmentId the appointment that was checked in, or null for a walk-in */
    public static QueueEntry joined(
            UUID doctorId,
            UUID patientId,
            UUID appointmentId,
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

    /** Whether the step is one that a person may ask for. */
    public void require(QueueStatus next) {
        if (!status.leadsTo(next)) throw new InvalidTransition(status.wire(), next.wire());
    }

    /** One step by hand; beginning a consultation goes through {@link #begin}, which needs its encounter. */
    public void move(QueueStatus next, Instant now) {
        require(next);
        status = next;
        updatedAt = now;
    }

    /** The doctor begins: whoever still waits for the nurse is seen all the same. */
    public void begin(UUID encounter, Instant now) {
        if (!status.isOpen() || status == QueueStatus.IN_CONSULTATION)
            throw new InvalidTransition(status.wire(), QueueStatus.IN_CONSULTATION.wire());
        encounterId = encounter;
        status = QueueStatus.IN_CONSULTATION;
        updatedAt = now;
    }

    public AppointmentEvent.QueueEntryAdded addedEvent(String doctorSubject) {
        return new AppointmentEvent.QueueEntryAdded(
                id,
                version,
                doctorId,
                doctorSubject,
                patientId,
                appointmentId,
                tokenNumber,
                priority.wire(),
                status.wire(),
                createdAt);
    }

    public AppointmentEvent.QueueEntryMoved movedEvent(String doctorSubject) {
        return new AppointmentEvent.QueueEntryMoved(
                id,
                version,
                doctorId,
                doctorSubject,
                patientId,
                appointmentId,
                encounterId,
                tokenNumber,
                priority.wire(),
                status.wire(),
                updatedAt);
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

    public UUID appointmentId() {
        return appointmentId;
    }

    public UUID encounterId() {
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
