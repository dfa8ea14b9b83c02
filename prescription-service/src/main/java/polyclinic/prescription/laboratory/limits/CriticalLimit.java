package polyclinic.prescription.laboratory.limits;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.prescription.laboratory.values.ReferenceRange;
import polyclinic.prescription.laboratory.values.ResultDigits;
import polyclinic.prescription.laboratory.values.ResultValue;

/**
 * The values between which a test's result does not alert. A result in another unit is not measured by it.
 *
 * @param unit null for a number without one
 * @param low a result below it is critical ({@code LL}); null for none
 * @param high a result above it is critical ({@code HH}); null for none
 */
record CriticalLimit(
        @NotBlank @SingleLine @Size(max = 100) String code,
        @SingleLine @Size(max = 50) @Nullable String unit,

        @JsonDeserialize(using = ResultDigits.class) @Size(max = 45) @Nullable
        String low,

        @JsonDeserialize(using = ResultDigits.class) @Size(max = 45) @Nullable
        String high) {

    @Schema(hidden = true)
    boolean isEmpty() {
        return low == null && high == null;
    }

    /** Fails with 422 unless the bounds are numbers in order. */
    void check() {
        if (!isEmpty()) new ReferenceRange(low, high, null).check("limit");
    }

    /** {@code LL} or {@code HH} for a value that certainly lies beyond, else null. */
    @Nullable
    String beyond(ResultValue value, @Nullable String measuredIn) {
        if (!Objects.equals(unit, measuredIn)) return null;
        return switch (value.placeIn(number(low), number(high))) {
            case BELOW -> "LL";
            case ABOVE -> "HH";
            case WITHIN, UNKNOWN -> null;
        };
    }

    private static @Nullable BigDecimal number(@Nullable String digits) {
        return digits == null ? null : new BigDecimal(digits);
    }
}
