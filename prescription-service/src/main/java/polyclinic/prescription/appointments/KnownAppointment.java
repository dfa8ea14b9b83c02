package polyclinic.prescription.appointments;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** An appointment as appointment-service last told it. Written by {@link KnownAppointments} only. */
@Entity
@Immutable
@Table(name = "known_appointment")
public class KnownAppointment {
    private static final Set<String> OPEN = Set.of("scheduled", "checked_in", "in_consultation");
    private static final Set<String> NEVER_TOOK_PLACE = Set.of("cancelled", "no_show");

    @Id
    private UUID id;

    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "doctor_subject")
    private String doctorSubject;

    @Column(name = "doctor_name")
    private String doctorName;

    @Column(name = "starts_at")
    private Instant startsAt;

    private String status;

    protected KnownAppointment() {}

    public KnownAppointment(
            UUID id,
            long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
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

    /** Whether one may still prescribe in it. */
    public boolean isOpen() {
        return OPEN.contains(status);
    }

    /** Cancelled, or the patient did not come. */
    public boolean neverTookPlace() {
        return NEVER_TOOK_PLACE.contains(status);
    }

    public boolean isCancelled() {
        return status.equals("cancelled");
    }

    public boolean isOf(String subject) {
        return subject.equals(doctorSubject);
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

    public String doctorSubject() {
        return doctorSubject;
    }

    public String doctorName() {
        return doctorName;
    }

    public Instant startsAt() {
        return startsAt;
    }

    public String status() {
        return status;
    }
}
