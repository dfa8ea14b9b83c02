package polyclinic.patient.allergies;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.events.PatientEvent;

/** A substance that harms this patient. It is never deleted: what was wrong is marked as entered in error. */
@Entity
class Allergy {
    /** Whether it holds. */
    enum Status {
        ACTIVE,
        ENTERED_IN_ERROR
    }

    @Id
    UUID id;

    @Version
    long version;

    @Column(name = "patient_id")
    UUID patientId;

    String code;
    String system;
    String name;

    @Enumerated(EnumType.STRING)
    Criticality criticality;

    String reaction;

    @Enumerated(EnumType.STRING)
    Status status = Status.ACTIVE;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "recorded_by")
    String recordedBy;

    protected Allergy() {}

    Allergy(UUID id, UUID patientId, RecordAllergy details, String recordedBy, Instant now) {
        this.id = id;
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
        apply(details, now);
    }

    void change(RecordAllergy details, Instant now) {
        requireActive();
        apply(details, now);
    }

    void enteredInError() {
        requireActive();
        status = Status.ENTERED_IN_ERROR;
    }

    RecordAllergy details() {
        return new RecordAllergy(new RecordAllergy.Substance(code, system, name), criticality, reaction, recordedAt);
    }

    PatientEvent recorded() {
        return new PatientEvent.AllergyRecorded(
                patientId, id, version, substance(), lower(criticality), reaction, recordedAt);
    }

    PatientEvent updated() {
        return new PatientEvent.AllergyUpdated(
                patientId, id, version, substance(), lower(criticality), reaction, recordedAt);
    }

    PatientEvent removed() {
        return new PatientEvent.AllergyRemoved(patientId, id, version);
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
                    409, "entered-in-error", "This allergy was entered in error and does not change any more.");
    }

    private PatientEvent.Substance substance() {
        return new PatientEvent.Substance(code, system, name);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
