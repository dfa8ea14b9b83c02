package polyclinic.prescription.laboratory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.laboratory.values.ReferenceRange;

/**
 * The result of one test (FHIR: Observation).
 *
 * @param value the digits as they were sent, or a text
 * @param interpretation a code of HL7 v3 ObservationInterpretation
 * @param critical whether somebody has to be told at once
 * @param performedAt when the laboratory measured it, which of several reports in parts is another time for each; null where only
 *     its report says
 */
public record LabResult(
        String code,
        String name,
        String value,
        @Nullable String unit,
        @Nullable String comparator,
        @Nullable ReferenceRange referenceRange,
        @Nullable String interpretation,
        boolean critical,
        @Nullable Instant performedAt) {

    /** It with this time, unless it has one. */
    public LabResult performedAtOr(@Nullable Instant time) {
        return performedAt != null || time == null
                ? this
                : new LabResult(code, name, value, unit, comparator, referenceRange, interpretation, critical, time);
    }
}
