package polyclinic.patient.emergency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.patient.emergency.ReviewEmergencyAccess.Verdict;

/** That an account may see one patient for some hours without having them in care, because somebody said why. */
@Entity
@Table(name = "emergency_access")
class EmergencyAccess {
    /** 409 {@code already-reviewed}: a review is final. */
    static final class AlreadyReviewed extends Problem {
        AlreadyReviewed() {
            super(409, "already-reviewed", "This emergency access was reviewed already.");
        }
    }

    /** 403 {@code forbidden}: whoever had the access does not judge it. */
    static final class OwnAccess extends Problem {
        OwnAccess() {
            super(403, "forbidden", "Another auditor reviews your own emergency access.");
        }
    }

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    /** {@code sub} of the account. */
    private String subject;

    /** Its user name, for whoever reviews. */
    private String name;

    private String reason;

    @Column(name = "granted_at")
    private Instant grantedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "reviewed_at")
    private @Nullable Instant reviewedAt;

    @Column(name = "reviewed_by")
    private @Nullable String reviewedBy;

    @Enumerated(EnumType.STRING)
    private @Nullable Verdict verdict;

    private @Nullable String note;

    @SuppressWarnings("NullAway.Init")
    protected EmergencyAccess() {}

    static EmergencyAccess granted(UUID patientId, Caller caller, String reason, Duration lasts, Instant now) {
        EmergencyAccess access = new EmergencyAccess();
        access.id = Ids.next();
        access.patientId = patientId;
        access.subject = caller.subject();
        access.name = caller.name();
        access.reason = reason;
        access.grantedAt = now;
        access.expiresAt = now.plus(lasts);
        return access;
    }

    /** Once, by somebody else. Whatever is left of an unjustified access ends. */
    void review(ReviewEmergencyAccess review, Caller auditor, Instant now) {
        if (reviewedAt != null) throw new AlreadyReviewed();
        if (auditor.subject().equals(subject)) throw new OwnAccess();
        reviewedAt = now;
        reviewedBy = auditor.subject();
        verdict = review.verdict();
        note = review.note();
        if (verdict == Verdict.UNJUSTIFIED && now.isBefore(expiresAt)) expiresAt = now;
    }

    EmergencyAccessView view() {
        return new EmergencyAccessView(
                id,
                version,
                patientId,
                subject,
                name,
                reason,
                grantedAt,
                expiresAt,
                reviewedAt,
                reviewedBy,
                verdict,
                note);
    }

    /** As an event publishes it; after the flush, so that the version is the new one. */
    EmergencyAccessEvent.Snapshot snapshot() {
        return new EmergencyAccessEvent.Snapshot(id, version, patientId, subject, grantedAt, expiresAt);
    }

    RestatedFacts.Fact fact() {
        return new RestatedFacts.Fact(id, new EmergencyAccessEvent.Granted(snapshot()), grantedAt);
    }

    /** The care that it is until it expires. */
    CareRelationship care() {
        return new CareRelationship(
                id, version, patientId, null, subject, CareBasis.EMERGENCY_ACCESS, grantedAt, expiresAt, false);
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

    String reason() {
        return reason;
    }

    @Nullable
    String note() {
        return note;
    }
}
