package polyclinic.prescription.laboratory.work;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.laboratory.LabResult;
import polyclinic.prescription.laboratory.limits.CriticalLimits;
import polyclinic.prescription.laboratory.values.Interpretation;
import polyclinic.prescription.laboratory.values.ReferenceRange;
import polyclinic.prescription.laboratory.values.ResultDigits;
import polyclinic.prescription.laboratory.values.ResultValue;

/**
 * The result of one test as a laboratory reports it.
 *
 * @param value a number, whose digits are kept as they are sent, or a text such as {@code positive}; a JSON number will do
 * @param unit of a number, in UCUM where it can be
 * @param interpretation a code of HL7 v3 ObservationInterpretation; derived from the range when absent
 * @param comparator {@code <}, {@code <=}, {@code >=} or {@code >}
 * @param name only of a reflex test
 * @param reflex true for a test that was not asked for and follows from another result; it is added to the request
 */
record ResultEntry(
        @NotBlank @SingleLine @Size(max = 100) String code,

        @NotBlank
        @SingleLine
        @Size(max = 500)
        @JsonDeserialize(using = ResultDigits.class)
        @Schema(description = "Decimal digits or a text; a JSON number is taken too, with its digits as sent")
        String value,

        @SingleLine @Size(max = 50) @Nullable String unit,
        @Valid @Nullable ReferenceRange referenceRange,
        @Size(max = 20) @Nullable String interpretation,
        @Size(max = 2) @Nullable String comparator,
        @SingleLine @Size(max = 200) @Nullable String name,
        @Nullable Boolean reflex) {

    boolean isReflex() {
        return Boolean.TRUE.equals(reflex);
    }

    /**
     * What is kept of it. Fails with 422 where value, comparator, range and interpretation do not fit together, and
     * where a test has a critical limit that says nothing about the value, unless an interpretation is stated.
     *
     * @param field the path of the entry in the request, for violations
     * @param testName of the test that was asked for, or of the reflex test
     */
    LabResult result(String field, String testName, CriticalLimits.Known limits) {
        if (referenceRange != null) referenceRange.check(field + ".referenceRange");
        ResultValue parsed = ResultValue.of(field, value.strip(), comparator);
        String stated = Interpretation.of(field + ".interpretation", parsed, referenceRange, interpretation);
        String beyond = limits.beyond(code, parsed, unit);
        if (interpretation == null) limits.requireMeasurable(field, code, parsed, unit);
        else Interpretation.requireConsistent(field + ".interpretation", interpretation, beyond);
        return new LabResult(
                code,
                testName,
                parsed.text(),
                unit,
                parsed.comparator(),
                referenceRange,
                interpretation == null && beyond != null ? beyond : stated,
                beyond != null || Interpretation.isCritical(stated),
                null);
    }

    /** Fails with 422 when a reflex test has no name, which nobody else knows. */
    String reflexName(String field) {
        if (name == null || name.isBlank()) throw Problem.invalid(field + ".name", "is needed for a reflex test");
        return name;
    }
}
