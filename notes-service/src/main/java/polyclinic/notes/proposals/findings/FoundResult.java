package polyclinic.notes.proposals.findings;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A result of a laboratory, with the digits as they were printed.
 *
 * @param name as it was printed
 * @param comparator {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param value null when nobody can say which number it is
 * @param unit as it was printed
 * @param code the same in UCUM
 * @param interpretation {@code H}, {@code L}, {@code HH}, {@code LL}, {@code A} or {@code N} of HL7, where the line says it
 */
public record FoundResult(
        String name,
        @Nullable String comparator,
        @Nullable BigDecimal value,
        @Nullable String unit,
        @Nullable String code,
        @Nullable BigDecimal low,
        @Nullable BigDecimal high,
        @Nullable String interpretation) {}
