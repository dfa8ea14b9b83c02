package polyclinic.appointment.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
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
import polyclinic.commons.postgres.provenance.ProvenanceColumn;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Ids;

/**
 * A patient who waits for a doctor on a day, called by token number and not by name. Who has no doctor yet waits in the clinic's
 * common queue, which has tokens of its own, until somebody assigns one.
 */
@Entity
@Table(name = "queue_entry")
public class QueueEntry {
    @Id
    private UUID id;

    @Version
    private long version;

    /** Absent in the common queue. */
    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    @Column(name = "patient_id")
    private UUID patientId;

    /** Absent for a walk-in. */
    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    /** Once the consultation has begun. */
    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    /** Where the doctor is; in the common queue where the clinic is. */
    private LocalDate day;

    @Column(name = "token_number")
    private int tokenNumber;

    /** The day of the common queue that the patient came by, if they did. */
    @Column(name = "common_day")
    private @Nullable LocalDate commonDay;

    @Column(name = "common_token_number")
    private @Nullable Integer commonTokenNumber;

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

    @Convert(converter = ProvenanceColumn.class)
    private @Nullable Provenance provenance;

    /** Of the {@link #provenance}, for searches; the database computes both. */
    @Column(name = "provenance_source", insertable = false, updatable = false)
    private @Nullable String provenanceSource;

    @Column(name = "provenance_external_id", insertable = false, updatable = false)
    private @Nullable String provenanceExternalId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "assigned_at")
    private @Nullable Instant assignedAt;

    @Column(name = "nurse_completed_at")
    private @Nullable Instant nurseCompletedAt;

    /** When the entry became ready for the doctor: what was collected of the patient stands on the timeline. */
    @Column(name = "timeline_ready_at")
    private @Nullable Instant timelineReadyAt;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "completed_at")
    private @Nullable Instant completedAt;

    @Column(name = "cancelled_at")
    private @Nullable Instant cancelledAt;

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
        QueueEntry entry = joined(patientId, day, tokenNumber, priority, now);
        entry.doctorId = doctorId;
        entry.appointmentId = appointmentId;
        return entry;
    }

    /** A walk-in who has no doctor yet. */
    public static QueueEntry joinedCommonQueue(
            UUID patientId, LocalDate day, int tokenNumber, Priority priority, Instant now) {
        QueueEntry entry = joined(patientId, day, tokenNumber, priority, now);
        entry.commonDay = day;
        entry.commonTokenNumber = tokenNumber;
        return entry;
    }

    private static QueueEntry joined(UUID patientId, LocalDate day, int tokenNumber, Priority priority, Instant now) {
        QueueEntry entry = new QueueEntry();
        entry.id = Ids.next();
        entry.patientId = patientId;
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

    /** The place comes from another system's queue, with its time and author there. */
    public QueueEntry from(@Nullable Provenance elsewhere) {
        provenance = elsewhere;
        return this;
    }

    /** Refuses a step that does not follow from the status. */
    public void require(QueueStatus next) {
        if (!status.leadsTo(next)) throw new InvalidQueueTransition(status, next);
        if (next == QueueStatus.IN_CONSULTATION) requireDoctorChosen();
    }

    private void requireDoctorChosen() {
        if (doctorId == null)
            throw new InvalidQueueTransition("Who waits in the common queue is assigned to a doctor first.");
    }

    /** Leaves the common queue for a doctor's, with a number of that queue; what was done so far stays done. */
    public void assign(UUID doctor, LocalDate theirDay, int token, Instant now) {
        if (doctorId != null) throw new IllegalStateException("assigned already: " + id);
        doctorId = doctor;
        day = theirDay;
        tokenNumber = token;
        assignedAt = now;
        updatedAt = now;
    }

    /** One step by hand; beginning a consultation goes through {@link #begin}, which needs its encounter. */
    public void move(QueueStatus next, Instant now) {
        require(next);
        status = next;
        updatedAt = now;
        switch (next) {
            case NURSE_COMPLETED -> nurseCompletedAt = now;
            case READY_FOR_DOCTOR -> timelineReadyAt = now;
            case IN_CONSULTATION -> startedAt = now;
            case COMPLETED -> completedAt = now;
            case CANCELLED -> cancelledAt = now;
            case WAITING -> throw new IllegalStateException("nobody begins to wait twice");
        }
    }

    /** Leaves the queue, if the patient has not left it or been seen already. */
    public void leave(Instant now) {
        if (status.isOpen()) move(QueueStatus.CANCELLED, now);
    }

    /** The doctor may begin with a patient who still waits for the nurse. */
    public void begin(UUID encounter, Instant now) {
        if (!status.isOpen() || status == QueueStatus.IN_CONSULTATION)
            throw new InvalidQueueTransition(status, QueueStatus.IN_CONSULTATION);
        requireDoctorChosen();
        encounterId = encounter;
        status = QueueStatus.IN_CONSULTATION;
        startedAt = now;
        updatedAt = now;
    }

    public Event addedEvent(@Nullable String doctorSubject) {
        return new QueueEvent.Added(snapshot(doctorSubject));
    }

    public Event movedEvent(@Nullable String doctorSubject) {
        return new QueueEvent.Moved(snapshot(doctorSubject));
    }

    public Event assignedEvent(@Nullable String doctorSubject) {
        return new QueueEvent.Assigned(snapshot(doctorSubject));
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
                selfMade ? true : null,
                commonTokenNumber);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public @Nullable UUID doctorId() {
        return doctorId;
    }

    /** The doctor of an entry that has left the common queue. */
    public UUID requireDoctorId() {
        if (doctorId == null) throw new IllegalStateException("a queue entry without a doctor: " + id);
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

    @Nullable
    Integer commonTokenNumber() {
        return commonTokenNumber;
    }

    @Nullable
    Provenance provenance() {
        return provenance;
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant assignedAt() {
        return assignedAt;
    }

    @Nullable
    Instant nurseCompletedAt() {
        return nurseCompletedAt;
    }

    @Nullable
    Instant timelineReadyAt() {
        return timelineReadyAt;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant completedAt() {
        return completedAt;
    }

    @Nullable
    Instant cancelledAt() {
        return cancelledAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
