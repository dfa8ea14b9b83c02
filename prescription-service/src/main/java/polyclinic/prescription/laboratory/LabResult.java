package polyclinic.prescription.laboratory;

import org.jspecify.annotations.Nullable;
import polyclinic.prescription.laboratory.values.ReferenceRange;

/**
 * The result of one test (FHIR: Observation).
 *
 * @param value the digits as they were sent, or a text
 * @param interpretation a code of HL7 v3 ObservationInterpretation
 * @param critical whether somebody has to be told at once
 */
public record LabResult(
        String code,
        String name,
        String value,
        @Nullable String unit,
        @Nullable String comparator,
        @Nullable ReferenceRange referenceRange,
        @Nullable String interpretation,
        boolean critical) {}
