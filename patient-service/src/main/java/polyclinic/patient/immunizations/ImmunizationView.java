package polyclinic.patient.immunizations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.patient.content.EntryStatus;

/**
 * An immunization as clients see it.
 *
 * @param status whether the entry is valid; whether the vaccine was given is its outcome
 */
record ImmunizationView(
        UUID id,
        long version,
        UUID patientId,
        RecordImmunization.Vaccine vaccine,
        LocalDate date,
        VaccinationOutcome outcome,
        @Nullable String reason,
        @Nullable String lotNumber,
        @Nullable String manufacturer,
        @Nullable Integer doseNumber,
        @Nullable String site,
        @Nullable String note,
        EntryStatus status,
        Instant recordedAt,
        String recordedBy)
        implements PatientData {}
