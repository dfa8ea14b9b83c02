package polyclinic.patient.conditions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.entries.PatientEntry;

/**
 * What a patient has or had: an entry of the problem list. It is never deleted: one that is over is resolved, a wrong one is marked as
 * entered in error.
 */
@Entity
class Condition extends PatientEntry<RecordCondition, ConditionView> {
    private @Nullable String code;
    private @Nullable String system;
    private String name;

    @Column(name = "clinical_status")
    @Enumerated(EnumType.STRING)
    private ClinicalStatus clinicalStatus;

    private @Nullable LocalDate onset;
    private @Nullable LocalDate abatement;
    private @Nullable String note;

    @SuppressWarnings("NullAway.Init")
    protected Condition() {}

    @SuppressWarnings("NullAway.Init")
    Condition(UUID patientId, RecordCondition details, String recordedBy, Instant now) {
        super(patientId, recordedBy, now);
        apply(details, now);
    }

    @Override
    protected RecordCondition details() {
        return new RecordCondition(code, system, name, clinicalStatus, onset, abatement, note);
    }

    @Override
    protected ConditionEvent recorded() {
        return new ConditionEvent.ConditionRecorded(snapshot());
    }

    @Override
    protected ConditionEvent updated() {
        return new ConditionEvent.ConditionUpdated(snapshot());
    }

    @Override
    protected ConditionEvent removed() {
        return new ConditionEvent.ConditionRemoved(patientId(), id(), version());
    }

    private ConditionEvent.Snapshot snapshot() {
        return new ConditionEvent.Snapshot(
                patientId(), id(), version(), clinicalStatus, onset, abatement, recordedAt());
    }

    @Override
    public ConditionView view() {
        return new ConditionView(
                id(),
                version(),
                patientId(),
                code,
                system,
                name,
                clinicalStatus,
                onset,
                abatement,
                note,
                status(),
                recordedAt(),
                recordedBy());
    }

    @Override
    protected final void apply(RecordCondition wanted, Instant now) {
        RecordCondition details = wanted.checked(now);
        code = details.code();
        system = details.system();
        name = details.name();
        clinicalStatus = details.clinicalStatus();
        onset = details.onset();
        abatement = details.abatement();
        note = details.note();
    }
}
