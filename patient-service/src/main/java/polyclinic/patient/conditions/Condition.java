package polyclinic.patient.conditions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.content.EntryStatus;

/**
 * What a patient has or had: an entry of the problem list. It is never deleted: one that is over is resolved, a wrong one is marked as
 * entered in error.
 */
@Entity
class Condition {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    private @Nullable String code;
    private @Nullable String system;
    private String name;

    @Column(name = "clinical_status")
    @Enumerated(EnumType.STRING)
    private ClinicalStatus clinicalStatus;

    private @Nullable LocalDate onset;
    private @Nullable LocalDate abatement;
    private @Nullable String note;

    @Enumerated(EnumType.STRING)
    private EntryStatus status = EntryStatus.ACTIVE;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "recorded_by")
    private String recordedBy;

    @SuppressWarnings("NullAway.Init")
    protected Condition() {}

    @SuppressWarnings("NullAway.Init")
    Condition(UUID id, UUID patientId, RecordCondition details, String recordedBy, Instant now) {
        this.id = id;
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
        apply(details.checked(now));
    }

    /** Whether anything is another than before. */
    boolean change(RecordCondition wanted, Instant now) {
        if (status != EntryStatus.ACTIVE)
            throw new Problem(
                    409, "entered-in-error", "This condition was entered in error and can no longer be changed.");
        RecordCondition before = details();
        apply(wanted.checked(now));
        return !details().equals(before);
    }

    /** False when it was marked before. */
    boolean enteredInError() {
        if (status != EntryStatus.ACTIVE) return false;
        status = EntryStatus.ENTERED_IN_ERROR;
        return true;
    }

    RecordCondition details() {
        return new RecordCondition(code, system, name, clinicalStatus, onset, abatement, note);
    }

    ConditionEvent recorded() {
        return new ConditionEvent.ConditionRecorded(snapshot());
    }

    ConditionEvent updated() {
        return new ConditionEvent.ConditionUpdated(snapshot());
    }

    ConditionEvent removed() {
        return new ConditionEvent.ConditionRemoved(patientId, id, version);
    }

    private ConditionEvent.Snapshot snapshot() {
        return new ConditionEvent.Snapshot(patientId, id, version, clinicalStatus, onset, abatement, recordedAt);
    }

    ConditionView view() {
        return new ConditionView(
                id,
                version,
                patientId,
                code,
                system,
                name,
                clinicalStatus,
                onset,
                abatement,
                note,
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

    boolean isEnteredInError() {
        return status == EntryStatus.ENTERED_IN_ERROR;
    }

    private void apply(RecordCondition details) {
        code = details.code();
        system = details.system();
        name = details.name();
        clinicalStatus = details.clinicalStatus();
        onset = details.onset();
        abatement = details.abatement();
        note = details.note();
    }
}
