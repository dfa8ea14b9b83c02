package polyclinic.patient.immunizations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.content.EntryStatus;

/** A vaccine that a patient was given, or was not. It is never deleted: a wrong one is marked as entered in error. */
@Entity
class Immunization {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    private @Nullable String code;
    private @Nullable String system;
    private String name;

    @Column(name = "given_on")
    private LocalDate givenOn;

    @Enumerated(EnumType.STRING)
    private VaccinationOutcome outcome;

    private @Nullable String reason;

    @Column(name = "lot_number")
    private @Nullable String lotNumber;

    private @Nullable String manufacturer;

    @Column(name = "dose_number")
    private @Nullable Integer doseNumber;

    private @Nullable String site;
    private @Nullable String note;

    @Enumerated(EnumType.STRING)
    private EntryStatus status = EntryStatus.ACTIVE;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "recorded_by")
    private String recordedBy;

    @SuppressWarnings("NullAway.Init")
    protected Immunization() {}

    @SuppressWarnings("NullAway.Init")
    Immunization(UUID id, UUID patientId, RecordImmunization details, String recordedBy, Instant now) {
        this.id = id;
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
        apply(details.checked(now));
    }

    /** Whether anything is another than before. */
    boolean change(RecordImmunization wanted, Instant now) {
        if (status != EntryStatus.ACTIVE)
            throw new Problem(
                    409, "entered-in-error", "This immunization was entered in error and can no longer be changed.");
        RecordImmunization before = details();
        apply(wanted.checked(now));
        return !details().equals(before);
    }

    /** False when it was marked before. */
    boolean enteredInError() {
        if (status != EntryStatus.ACTIVE) return false;
        status = EntryStatus.ENTERED_IN_ERROR;
        return true;
    }

    RecordImmunization details() {
        return new RecordImmunization(
                vaccine(), givenOn, outcome, reason, lotNumber, manufacturer, doseNumber, site, note);
    }

    private RecordImmunization.Vaccine vaccine() {
        return new RecordImmunization.Vaccine(code, system, name);
    }

    ImmunizationEvent recorded() {
        return new ImmunizationEvent.ImmunizationRecorded(snapshot());
    }

    ImmunizationEvent updated() {
        return new ImmunizationEvent.ImmunizationUpdated(snapshot());
    }

    ImmunizationEvent removed() {
        return new ImmunizationEvent.ImmunizationRemoved(patientId, id, version);
    }

    private ImmunizationEvent.Snapshot snapshot() {
        return new ImmunizationEvent.Snapshot(patientId, id, version, givenOn, outcome, recordedAt);
    }

    ImmunizationView view() {
        return new ImmunizationView(
                id,
                version,
                patientId,
                vaccine(),
                givenOn,
                outcome,
                reason,
                lotNumber,
                manufacturer,
                doseNumber,
                site,
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

    LocalDate givenOn() {
        return givenOn;
    }

    boolean isEnteredInError() {
        return status == EntryStatus.ENTERED_IN_ERROR;
    }

    private void apply(RecordImmunization details) {
        code = details.vaccine().code();
        system = details.vaccine().system();
        name = details.vaccine().name();
        givenOn = details.date();
        outcome = Objects.requireNonNull(details.outcome());
        reason = details.reason();
        lotNumber = details.lotNumber();
        manufacturer = details.manufacturer();
        doseNumber = details.doseNumber();
        site = details.site();
        note = details.note();
    }
}
