package polyclinic.appointment.encounters;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.values.Ids;

/** A patient and a doctor in one room, with an appointment or from the queue. What is said there is kept by notes-service. */
@Entity
public class Encounter {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "appointment_id")
    private UUID appointmentId;

    @Column(name = "queue_entry_id")
    private UUID queueEntryId;

    @Enumerated(EnumType.STRING)
    private EncounterStatus status;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    protected Encounter() {}

    /** @param appointmentId null for a walk-in */
    public static Encounter started(UUID patientId, UUID doctorId, UUID appointmentId, UUID queueEntryId, Instant now) {
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

    public void finish(Instant now) {
        status = EncounterStatus.FINISHED;
        endedAt = now;
    }

    public void cancel(Instant now) {
        status = EncounterStatus.CANCELLED;
        endedAt = now;
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID patientId() {
        return patientId;
    }

    public UUID doctorId() {
        return doctorId;
    }

    public UUID appointmentId() {
        return appointmentId;
    }

    public UUID queueEntryId() {
        return queueEntryId;
    }

    public EncounterStatus status() {
        return status;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant endedAt() {
        return endedAt;
    }
}
