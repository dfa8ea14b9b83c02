package polyclinic.prescription.laboratory.values;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * A value as a laboratory reports it: a number with the digits that were sent, perhaps with a comparator (FHIR:
 * {@code Quantity.comparator}), or a text such as {@code positive} or the titre {@code 1:80}. A number may have an exponent, as
 * JSON writes very small and very large ones: {@code 1.0E-4}.
 *
 * @param text the digits, or the text
 * @param comparator {@code <}, {@code <=}, {@code >=} or {@code >}; null for a text and for a number that is exact
 */
public record ResultValue(String text, @Nullable String comparator) {
    private static final Set<String> COMPARATORS = Set.of("<", "<=", ">=", ">");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?([eE][+-]?\\d{1,2})?");
    private static final Pattern COMPARED = Pattern.compile("(<=|>=|<|>)\\s*(\\S+)");

    /** Where a value lies. */
    public enum Place {
        BELOW,
        WITHIN,
        ABOVE,
        /** Nobody can say: it is a text, there is no range, or the comparator leaves it open. */
        UNKNOWN
    }

    /**
     * A comparator in front of the digits, as many analysers send it, is taken as one. Fails with 422 when there is a comparator and
     * no number.
     *
     * @param field the path of the entry in the request, for the violation
     */
    public static ResultValue of(String field, String value, @Nullable String comparator) {
        if (comparator != null && !COMPARATORS.contains(comparator))
            throw Problem.invalid(field + ".comparator", "must be one of < <= >= >");
        Matcher compared = COMPARED.matcher(value);
        if (comparator == null
                && compared.matches()
                && NUMBER.matcher(compared.group(2)).matches())
            return new ResultValue(compared.group(2), compared.group(1));
        if (comparator != null && !NUMBER.matcher(value).matches())
            throw Problem.invalid(field + ".comparator", "must not stand with a value that is no number");
        return new ResultValue(value, comparator);
    }

    /** The number, or null for a text. */
    public @Nullable BigDecimal number() {
        return number(text);
    }

    /** The number that a text is, or null. */
    static @Nullable BigDecimal number(@Nullable String text) {
        return text == null || !NUMBER.matcher(text).matches() ? null : new BigDecimal(text);
    }

    /** Where it lies between two bounds that belong to the range themselves. */
    public Place placeIn(@Nullable BigDecimal low, @Nullable BigDecimal high) {
        BigDecimal number = number();
        if (number == null || low == null && high == null) return Place.UNKNOWN;
        if (comparator == null) return exactly(number, low, high);
        return comparator.startsWith("<") ? upTo(number, low, high) : from(number, low, high);
    }

    private static Place exactly(BigDecimal number, @Nullable BigDecimal low, @Nullable BigDecimal high) {
        if (low != null && number.compareTo(low) < 0) return Place.BELOW;
        return high != null && number.compareTo(high) > 0 ? Place.ABOVE : Place.WITHIN;
    }

    /** The true value is less than the number, or equal to it after {@code <=}. */
    private Place upTo(BigDecimal number, @Nullable BigDecimal low, @Nullable BigDecimal high) {
        if (low != null) {
            int compared = number.compareTo(low);
            return compared < 0 || compared == 0 && "<".equals(comparator) ? Place.BELOW : Place.UNKNOWN;
        }
        return high != null && number.compareTo(high) <= 0 ? Place.WITHIN : Place.UNKNOWN;
    }

    /** The true value is greater than the number, or equal to it after {@code >=}. */
    private Place from(BigDecimal number, @Nullable BigDecimal low, @Nullable BigDecimal high) {
        if (high != null) {
            int compared = number.compareTo(high);
            return compared > 0 || compared == 0 && ">".equals(comparator) ? Place.ABOVE : Place.UNKNOWN;
        }
        return low != null && number.compareTo(low) >= 0 ? Place.WITHIN : Place.UNKNOWN;
    }
}
