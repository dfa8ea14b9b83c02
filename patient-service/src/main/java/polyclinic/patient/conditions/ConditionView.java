package polyclinic.patient.conditions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.patient.content.EntryStatus;

/**
 * A condition as clients see it.
 *
 * @param status whether the entry is valid; how the condition stands is its clinical status
 */
record ConditionView(
        UUID id,
        long version,
        UUID patientId,
        @Nullable String code,
        @Nullable String system,
        String name,
        ClinicalStatus clinicalStatus,
        @Nullable LocalDate onset,
        @Nullable LocalDate abatement,
        @Nullable String note,
        EntryStatus status,
        Instant recordedAt,
        String recordedBy)
        implements PatientData {}
