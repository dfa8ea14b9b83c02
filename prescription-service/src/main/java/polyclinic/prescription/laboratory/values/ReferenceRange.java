package polyclinic.prescription.laboratory.values;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;

/**
 * Which values are usual (FHIR: {@code Observation.referenceRange}).
 *
 * @param low the least of them as digits, itself included, or null
 * @param high the greatest of them, itself included, or null
 * @param text where numbers cannot say it, for example {@code negative}
 */
public record ReferenceRange(
        @JsonDeserialize(using = ResultDigits.class) @Size(max = 45) @Nullable
        String low,

        @JsonDeserialize(using = ResultDigits.class) @Size(max = 45) @Nullable
        String high,

        @SingleLine @Size(max = 200) @Nullable String text) {

    /** Fails with 422 unless it says something and its bounds are numbers in order. */
    public void check(String field) {
        if (low == null && high == null && text == null) throw Problem.invalid(field, "must have low, high or text");
        checkNumber(field + ".low", low);
        checkNumber(field + ".high", high);
        BigDecimal least = lowest();
        BigDecimal greatest = highest();
        if (least != null && greatest != null && least.compareTo(greatest) > 0)
            throw Problem.invalid(field + ".high", "must not be less than low");
    }

    @Nullable
    BigDecimal lowest() {
        return ResultValue.number(low);
    }

    @Nullable
    BigDecimal highest() {
        return ResultValue.number(high);
    }

    private static void checkNumber(String field, @Nullable String digits) {
        if (digits != null && ResultValue.number(digits) == null)
            throw Problem.invalid(field, "must be a decimal number");
    }
}
