package polyclinic.patient.allergies;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

/**
 * An allergy as clients see it, or the statement that none is known.
 *
 * @param substance absent, and the criticality with it, in the statement
 * @param noKnownAllergies true for the statement, else absent
 */
record AllergyView(
        UUID id,
        long version,
        UUID patientId,
        RecordAllergy.@Nullable Substance substance,
        @Nullable Criticality criticality,
        @Nullable String reaction,
        @Nullable Boolean noKnownAllergies,
        Allergy.Status status,
        Instant recordedAt,
        String recordedBy)
        implements PatientData {}
