package polyclinic.prescription.projections.appointments;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A patient in a doctor's queue without an appointment, as appointment-service last published it. The consultation is an
 * encounter. Only {@link KnownWalkIns} writes it.
 */
@Entity
@Immutable
@Table(name = "known_walk_in")
public class KnownWalkIn implements CareContext {
    private static final String IN_CONSULTATION = "in_consultation";
    static final String CANCELLED = "cancelled";

    @Id
    @Column(name = "queue_entry_id")
    private UUID queueEntryId;

    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "doctor_subject")
    private String doctorSubject;

    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    private String status;

    @SuppressWarnings("NullAway.Init")
    protected KnownWalkIn() {}

    /** @param encounterId null before the consultation begins */
    KnownWalkIn(
            UUID queueEntryId,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            @Nullable UUID encounterId,
            String status) {
        this.queueEntryId = queueEntryId;
        this.version = version;
        this.patientId = patientId;
        this.doctorId = doctorId;
        this.doctorSubject = doctorSubject;
        this.encounterId = encounterId;
        this.status = status;
    }

    @Override
    public Reference reference() {
        if (encounterId == null) throw new IllegalStateException("the consultation has not begun");
        return new OfEncounter(encounterId);
    }

    @Override
    public boolean isOf(String subject) {
        return subject.equals(doctorSubject);
    }

    @Override
    public boolean isOpen() {
        return status.equals(IN_CONSULTATION);
    }

    @Override
    public boolean isCancelled() {
        return status.equals(CANCELLED);
    }

    @Override
    public boolean neverTookPlace() {
        return isCancelled();
    }

    UUID queueEntryId() {
        return queueEntryId;
    }

    long version() {
        return version;
    }

    @Override
    public UUID patientId() {
        return patientId;
    }

    @Override
    public UUID doctorId() {
        return doctorId;
    }

    String doctorSubject() {
        return doctorSubject;
    }

    @Nullable
    UUID encounterId() {
        return encounterId;
    }

    String status() {
        return status;
    }
}
