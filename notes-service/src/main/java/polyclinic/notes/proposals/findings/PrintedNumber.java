package polyclinic.notes.proposals.findings;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number as laboratories print it, with a decimal point or comma, and with points, commas or nothing between thousands.
 *
 * @param value null when it may be either of two
 */
record PrintedNumber(@Nullable BigDecimal value) {
    private static final Pattern PLAIN = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}[.,]\\d{1,6}");
    private static final Pattern EITHER = Pattern.compile("[1-9]\\d{0,2}[.,]\\d{3}");
    private static final Pattern POINTS = Pattern.compile("[1-9]\\d{0,2}(\\.\\d{3})+(,\\d{1,6})?");
    private static final Pattern COMMAS = Pattern.compile("[1-9]\\d{0,2}(,\\d{3})+(\\.\\d{1,6})?");

    /**
     * Null for what is no number.
     *
     * @param english whether a point before three digits is a decimal point for sure; a comma never is
     */
    static @Nullable PrintedNumber of(String text, boolean english) {
        if (PLAIN.matcher(text).matches()) return new PrintedNumber(new BigDecimal(text));
        if (EITHER.matcher(text).matches())
            return new PrintedNumber(english && text.indexOf(',') < 0 ? new BigDecimal(text) : null);
        if (DECIMAL.matcher(text).matches()) return new PrintedNumber(new BigDecimal(text.replace(',', '.')));
        if (POINTS.matcher(text).matches())
            return new PrintedNumber(new BigDecimal(text.replace(".", "").replace(',', '.')));
        if (COMMAS.matcher(text).matches()) return new PrintedNumber(new BigDecimal(text.replace(",", "")));
        return null;
    }
}
