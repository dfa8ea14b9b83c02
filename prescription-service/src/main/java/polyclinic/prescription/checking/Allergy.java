package polyclinic.prescription.checking;

import java.util.UUID;

/**
 * One allergy or intolerance of a patient.
 *
 * @param code in {@code system}, or null
 * @param system URI of the code system, or null
 * @param name the substance in words
 * @param criticality {@code low}, {@code high} or {@code unable_to_assess} (FHIR R4), or null
 */
public record Allergy(UUID id, String code, String system, String name, String criticality) {}
