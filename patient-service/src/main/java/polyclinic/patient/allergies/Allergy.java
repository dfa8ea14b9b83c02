package polyclinic.patient.allergies;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** A substance that harms this patient. It is never deleted: a wrong entry is marked as entered in error. */
@Entity
class Allergy {
    /** Whether the entry is valid. */
    enum Status {
        ACTIVE,
        ENTERED_IN_ERROR
    }

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    private @Nullable String code;
    private @Nullable String system;
    private String name;

    @Enumerated(EnumType.STRING)
    private Criticality criticality;

    private @Nullable String reaction;

    @Enumerated(EnumType.STRING)
    private Status status = Status.ACTIVE;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "recorded_by")
    private String recordedBy;

    @SuppressWarnings("NullAway.Init")
    protected Allergy() {}

    @SuppressWarnings("NullAway.Init")
    Allergy(UUID id, UUID patientId, RecordAllergy details, String recordedBy, Instant now) {
        this.id = id;
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
        apply(details, now);
    }

    /** Whether anything is another than before. */
    boolean change(RecordAllergy details, Instant now) {
        requireActive();
        RecordAllergy before = details();
        apply(details, now);
        return !details().equals(before);
    }

    void enteredInError() {
        requireActive();
        status = Status.ENTERED_IN_ERROR;
    }

    RecordAllergy details() {
        return new RecordAllergy(new RecordAllergy.Substance(code, system, name), criticality, reaction, recordedAt);
    }

    AllergyEvent.Snapshot snapshot() {
        return new AllergyEvent.Snapshot(
                patientId, id, version, details().substance(), criticality, reaction, recordedAt);
    }

    AllergyView view() {
        return new AllergyView(
                id, version, patientId, details().substance(), criticality, reaction, status, recordedAt, recordedBy);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    private void apply(RecordAllergy details, Instant now) {
        if (details.recordedAt() != null) {
            if (details.recordedAt().isAfter(now.plusSeconds(300)))
                throw Problem.invalid("recordedAt", "must not lie in the future");
            recordedAt = details.recordedAt();
        }
        code = details.substance().code();
        system = details.substance().system();
        name = details.substance().name().strip();
        criticality = details.criticality();
        reaction = details.reaction();
    }

    private void requireActive() {
        if (status != Status.ACTIVE)
            throw new Problem(
                    409, "entered-in-error", "This allergy was entered in error and can no longer be changed.");
    }
}
