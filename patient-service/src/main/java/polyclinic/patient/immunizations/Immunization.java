package polyclinic.patient.immunizations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.entries.PatientEntry;

/** A vaccine that a patient was given, or was not. It is never deleted: a wrong one is marked as entered in error. */
@Entity
class Immunization extends PatientEntry<RecordImmunization, ImmunizationView> {
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

    @SuppressWarnings("NullAway.Init")
    protected Immunization() {}

    @SuppressWarnings("NullAway.Init")
    Immunization(UUID patientId, RecordImmunization details, String recordedBy, Instant now) {
        super(patientId, recordedBy, now);
        apply(details, now);
    }

    @Override
    protected RecordImmunization details() {
        return new RecordImmunization(
                vaccine(), givenOn, outcome, reason, lotNumber, manufacturer, doseNumber, site, note);
    }

    private RecordImmunization.Vaccine vaccine() {
        return new RecordImmunization.Vaccine(code, system, name);
    }

    @Override
    protected ImmunizationEvent recorded() {
        return new ImmunizationEvent.ImmunizationRecorded(snapshot());
    }

    @Override
    protected ImmunizationEvent updated() {
        return new ImmunizationEvent.ImmunizationUpdated(snapshot());
    }

    @Override
    protected ImmunizationEvent removed() {
        return new ImmunizationEvent.ImmunizationRemoved(patientId(), id(), version());
    }

    private ImmunizationEvent.Snapshot snapshot() {
        return new ImmunizationEvent.Snapshot(patientId(), id(), version(), givenOn, outcome, recordedAt());
    }

    @Override
    public ImmunizationView view() {
        return new ImmunizationView(
                id(),
                version(),
                patientId(),
                vaccine(),
                givenOn,
                outcome,
                reason,
                lotNumber,
                manufacturer,
                doseNumber,
                site,
                note,
                status(),
                recordedAt(),
                recordedBy());
    }

    LocalDate givenOn() {
        return givenOn;
    }

    @Override
    protected final void apply(RecordImmunization wanted, Instant now) {
        RecordImmunization details = wanted.checked(now);
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
