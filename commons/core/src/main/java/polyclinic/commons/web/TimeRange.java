package polyclinic.commons.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * The period of a query, from its parameters {@code from} and {@code to}. Each is an instant (RFC 3339) or a date, which
 * stands for the whole of that local day: {@code to=2026-03-31} includes the 31st, an instant in {@code to} is excluded.
 *
 * @param from the beginning, included, or null for none
 * @param before the end, excluded, or null for none
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant before) {
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2500;

    /** 422 when one is neither instant nor date, or the end lies before the beginning. */
    public static TimeRange of(@Nullable String from, @Nullable String to, ZoneId zone) {
        TimeRange range = new TimeRange(instant("from", from, zone, 0), instant("to", to, zone, 1));
        if (range.from != null && range.before != null && range.before.isBefore(range.from))
            throw Problem.invalid("to", "must not be before from");
        return range;
    }

    private static @Nullable Instant instant(String parameter, @Nullable String text, ZoneId zone, int daysLater) {
        if (text == null || text.isEmpty()) return null;
        try {
            Instant instant = text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay(zone)
                            .toInstant()
                    // A plus sign that was not encoded arrives as a space.
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            int year = instant.atZone(zone).getYear();
            if (year >= FIRST_YEAR && year <= LAST_YEAR) return instant;
        } catch (DateTimeException malformed) {
            // answered below, without the text
        }
        throw Problem.invalid(parameter, "must be an instant (RFC 3339) or a date, YYYY-MM-DD");
    }
}
