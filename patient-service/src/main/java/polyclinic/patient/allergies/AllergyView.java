package polyclinic.patient.allergies;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

/** An allergy as clients see it. */
record AllergyView(
        UUID id,
        long version,
        UUID patientId,
        RecordAllergy.Substance substance,
        Criticality criticality,
        @Nullable String reaction,
        Allergy.Status status,
        Instant recordedAt,
        String recordedBy)
        implements PatientData {}
