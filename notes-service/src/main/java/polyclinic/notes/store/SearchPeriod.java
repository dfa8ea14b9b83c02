package polyclinic.notes.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.content.EarliestDate;

/**
 * The query parameters {@code from} (inclusive) and {@code to} of lists of documents. Each is an instant (RFC 3339) or a
 * date, which stands for the whole of that local day: {@code to=2026-03-31} includes the 31st, an instant in {@code to} is
 * exclusive. The bounds are wider than those of appointments: history is old, and any BSON date may be asked for.
 */
public final class SearchPeriod {
    private static final LocalDate LATEST = LocalDate.of(9999, 1, 1);

    private SearchPeriod() {}

    /**
     * 422 when one is neither date nor instant, or {@code to} lies before {@code from}.
     *
     * @param zone where the days are: the clinic's for what has happened at an instant, UTC for what is kept as a date alone
     */
    public static TimeRange of(@Nullable String from, @Nullable String to, ZoneId zone) {
        Instant first = instant("from", from, zone, 0);
        Instant end = instant("to", to, zone, 1);
        if (first != null && end != null && end.isBefore(first)) throw Problem.invalid("to", "must not be before from");
        return new TimeRange(first, end);
    }

    private static @Nullable Instant instant(String parameter, @Nullable String text, ZoneId zone, int daysLater) {
        if (text == null) return null;
        try {
            Instant instant = text.length() == "2026-03-31".length()
                    ? LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay(zone)
                            .toInstant()
                    // A plus sign that was not encoded arrives as a space.
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
            if (!day.isBefore(EarliestDate.DATE) && day.isBefore(LATEST)) return instant;
        } catch (DateTimeException malformed) {
            // answered below, without the text
        }
        throw Problem.invalid(parameter, "must be a date (2026-03-31) or an instant (2026-03-31T08:00:00Z)");
    }
}
