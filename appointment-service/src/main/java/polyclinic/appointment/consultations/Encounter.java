package polyclinic.appointment.consultations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/** A patient and a doctor in one room, with an appointment or from the queue. notes-service keeps what is said there. */
@Entity
class Encounter {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    /** Absent for a walk-in. */
    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    @Column(name = "queue_entry_id")
    private @Nullable UUID queueEntryId;

    @Enumerated(EnumType.STRING)
    private EncounterStatus status;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    protected Encounter() {}

    /** @param appointmentId absent for a walk-in */
    static Encounter started(
            UUID patientId, UUID doctorId, @Nullable UUID appointmentId, @Nullable UUID queueEntryId, Instant now) {
        Encounter encounter = new Encounter();
        encounter.id = Ids.next();
        encounter.patientId = patientId;
        encounter.doctorId = doctorId;
        encounter.appointmentId = appointmentId;
        encounter.queueEntryId = queueEntryId;
        encounter.status = EncounterStatus.IN_PROGRESS;
        encounter.startedAt = now;
        return encounter;
    }

    void finish(Instant now) {
        status = EncounterStatus.FINISHED;
        endedAt = now;
    }

    EncounterEvent completedEvent(@Nullable String doctorSubject) {
        Instant ended = Objects.requireNonNull(endedAt, "a completed encounter has an end");
        EncounterType type = appointmentId == null ? EncounterType.WALK_IN : EncounterType.BOOKED;
        return new EncounterEvent.Completed(
                id,
                version,
                appointmentId,
                queueEntryId,
                patientId,
                doctorId,
                doctorSubject,
                type,
                startedAt,
                ended,
                ended);
    }

    void cancel(Instant now) {
        status = EncounterStatus.CANCELLED;
        endedAt = now;
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID patientId() {
        return patientId;
    }

    UUID doctorId() {
        return doctorId;
    }

    @Nullable
    UUID appointmentId() {
        return appointmentId;
    }

    @Nullable
    UUID queueEntryId() {
        return queueEntryId;
    }

    EncounterStatus status() {
        return status;
    }

    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }
}
