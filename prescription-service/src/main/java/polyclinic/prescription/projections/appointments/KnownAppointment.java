package polyclinic.prescription.projections.appointments;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An appointment as appointment-service last published it. Only {@link KnownAppointments} writes it. */
@Entity
@Immutable
@Table(name = "known_appointment")
public class KnownAppointment implements CareContext {
    private static final Set<String> OPEN = Set.of("scheduled", "checked_in", "in_consultation");
    static final String CANCELLED = "cancelled";
    private static final String NO_SHOW = "no_show";

    @Id
    private UUID id;

    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "doctor_subject")
    private @Nullable String doctorSubject;

    @Column(name = "doctor_name")
    private String doctorName;

    @Column(name = "starts_at")
    private Instant startsAt;

    private String status;

    @SuppressWarnings("NullAway.Init")
    protected KnownAppointment() {}

    /** @param doctorSubject null while the doctor has no account */
    KnownAppointment(
            UUID id,
            long version,
            UUID patientId,
            UUID doctorId,
            @Nullable String doctorSubject,
            String doctorName,
            Instant startsAt,
            String status) {
        this.id = id;
        this.version = version;
        this.patientId = patientId;
        this.doctorId = doctorId;
        this.doctorSubject = doctorSubject;
        this.doctorName = doctorName;
        this.startsAt = startsAt;
        this.status = status;
    }

    @Override
    public Reference reference() {
        return new OfAppointment(id);
    }

    @Override
    public boolean isOf(String subject) {
        return subject.equals(doctorSubject);
    }

    @Override
    public boolean isOpen() {
        return OPEN.contains(status);
    }

    @Override
    public boolean isCancelled() {
        return status.equals(CANCELLED);
    }

    @Override
    public boolean neverTookPlace() {
        return isCancelled() || status.equals(NO_SHOW);
    }

    UUID id() {
        return id;
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

    @Nullable
    String doctorSubject() {
        return doctorSubject;
    }

    public String doctorName() {
        return doctorName;
    }

    Instant startsAt() {
        return startsAt;
    }

    String status() {
        return status;
    }
}
