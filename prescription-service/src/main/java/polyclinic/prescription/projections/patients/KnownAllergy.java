package polyclinic.prescription.projections.patients;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One allergy or intolerance of a patient (FHIR: AllergyIntolerance).
 *
 * @param code in {@code system}, or null
 * @param system URI of the code system, or null
 * @param name the substance in words
 * @param criticality {@code low}, {@code high} or {@code unable_to_assess} (FHIR R4), or null
 */
public record KnownAllergy(
        UUID id,
        @Nullable String code,
        @Nullable String system,
        @Nullable String name,
        @Nullable String criticality) {}
