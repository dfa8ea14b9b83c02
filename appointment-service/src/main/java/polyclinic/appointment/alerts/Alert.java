package polyclinic.appointment.alerts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkSubject;

/** Something that somebody has to know of. Rows are written by {@link Alerts}, each by one statement that also decides who was first. */
@Entity
class Alert {
    @Id
    private UUID id;

    @Version
    private long version;

    @Enumerated(EnumType.STRING)
    private AlertKind kind;

    @Enumerated(EnumType.STRING)
    private Severity severity;

    @Column(name = "patient_id")
    private @Nullable UUID patientId;

    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    private String[] roles;

    private String[] subjects;

    @Column(name = "about_type")
    private String aboutType;

    @Column(name = "about_id")
    private UUID aboutId;

    private @Nullable String reason;

    @Enumerated(EnumType.STRING)
    private AlertStatus status;

    @Column(name = "raised_at")
    private Instant raisedAt;

    @Column(name = "acknowledged_by")
    private @Nullable String acknowledgedBy;

    @Column(name = "acknowledged_at")
    private @Nullable Instant acknowledgedAt;

    private @Nullable String note;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Alert() {}

    AlertEvent.Snapshot snapshot() {
        return new AlertEvent.Snapshot(
                id,
                version,
                kind,
                severity,
                patientId,
                doctorId,
                Stream.of(roles).map(StaffRole::valueOf).toList(),
                List.of(subjects),
                about(),
                reason,
                status,
                raisedAt,
                acknowledgedBy,
                acknowledgedAt,
                updatedAt);
    }

    AlertView view() {
        return new AlertView(
                id,
                version,
                kind,
                severity,
                patientId,
                doctorId,
                about(),
                reason,
                status,
                raisedAt,
                acknowledgedBy,
                acknowledgedAt,
                note);
    }

    private WorkSubject about() {
        return new WorkSubject(aboutType, aboutId);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    @Nullable
    UUID patientId() {
        return patientId;
    }
}
