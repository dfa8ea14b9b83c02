package polyclinic.patient.allergies;

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
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.Problem;

/**
 * A substance that harms this patient, or the statement that no such substance is known (which names none). It is never deleted: a
 * wrong entry is marked as entered in error.
 */
@Entity
class Allergy {
    /** Whether the entry is valid. */
    enum Status {
        ACTIVE,
        ENTERED_IN_ERROR,

        /** Of the statement that no allergy is known: one was found later. */
        REFUTED
    }

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    private @Nullable String code;
    private @Nullable String system;
    private @Nullable String name;

    @Enumerated(EnumType.STRING)
    private @Nullable Criticality criticality;

    private @Nullable String reaction;

    @Enumerated(EnumType.STRING)
    private Status status = Status.ACTIVE;

    @Column(name = "no_known_allergies")
    private boolean noKnownAllergies;

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
        this.noKnownAllergies = details.isStatement();
        apply(details.checked(), now);
    }

    /** Whether anything is another than before. */
    boolean change(RecordAllergy details, Instant now) {
        requireActive();
        if (details.isStatement() != noKnownAllergies)
            throw Problem.invalid("noKnownAllergies", "cannot be changed; record the other and delete this one");
        RecordAllergy before = details();
        apply(details.checked(), now);
        return !details().equals(before);
    }

    /** False when it was marked before. */
    boolean enteredInError() {
        if (status != Status.ACTIVE) return false;
        status = Status.ENTERED_IN_ERROR;
        return true;
    }

    boolean isEnteredInError() {
        return status == Status.ENTERED_IN_ERROR;
    }

    /** Ends the statement that no allergy is known, because one is. */
    void refute() {
        requireActive();
        status = Status.REFUTED;
    }

    RecordAllergy details() {
        return new RecordAllergy(substance(), criticality, reaction, recordedAt, noKnownAllergies ? true : null);
    }

    private RecordAllergy.@Nullable Substance substance() {
        return name == null ? null : new RecordAllergy.Substance(code, system, name);
    }

    /** What says that it was recorded. */
    AllergyEvent recorded() {
        return noKnownAllergies ? stated() : new AllergyEvent.AllergyRecorded(snapshot());
    }

    /** What says that it was changed. */
    AllergyEvent updated() {
        return noKnownAllergies ? stated() : new AllergyEvent.AllergyUpdated(snapshot());
    }

    /** What says that it no longer holds. */
    AllergyEvent removed() {
        return noKnownAllergies
                ? new AllergyEvent.NoKnownAllergiesRemoved(patientId, id, version)
                : new AllergyEvent.AllergyRemoved(patientId, id, version);
    }

    /** As it is: one that was removed is stated too, since it must not come back. */
    RestatedFacts.Fact fact() {
        return new RestatedFacts.Fact(id, status == Status.ACTIVE ? recorded() : removed(), recordedAt);
    }

    private AllergyEvent stated() {
        return new AllergyEvent.NoKnownAllergiesRecorded(patientId, id, version, true, recordedAt);
    }

    private AllergyEvent.Snapshot snapshot() {
        return new AllergyEvent.Snapshot(
                patientId,
                id,
                version,
                Objects.requireNonNull(substance()),
                Objects.requireNonNull(criticality),
                reaction,
                recordedAt);
    }

    AllergyView view() {
        return new AllergyView(
                id,
                version,
                patientId,
                substance(),
                criticality,
                reaction,
                noKnownAllergies ? true : null,
                status,
                recordedAt,
                recordedBy);
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
        RecordAllergy.Substance substance = details.substance();
        code = substance == null ? null : substance.code();
        system = substance == null ? null : substance.system();
        name = substance == null ? null : substance.name().strip();
        criticality = details.criticality();
        reaction = details.reaction();
    }

    private void requireActive() {
        if (status == Status.REFUTED)
            throw new Problem(
                    409,
                    "refuted",
                    "An allergy was recorded since; that no allergies are known can no longer be changed.");
        if (status != Status.ACTIVE)
            throw new Problem(
                    409, "entered-in-error", "This allergy was entered in error and can no longer be changed.");
    }
}
