package polyclinic.appointment.schedules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import polyclinic.commons.problem.Problem;

/** The ends of a period in a query: an instant (RFC 3339), or a date, which means the whole of that local day. */
public final class Moments {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2500;

    private Moments() {}

    /** The beginning of a period, or null when none is given; 422 when it is neither instant nor date. */
    public static Instant from(String field, String text, ZoneId zone) {
        return parse(field, text, zone, 0);
    }

    /** The end of a period, excluded; a date is included with its whole day. */
    public static Instant to(String field, String text, ZoneId zone) {
        return parse(field, text, zone, 1);
    }

    private static Instant parse(String field, String text, ZoneId zone, int daysLater) {
        if (text == null || text.isEmpty()) return null;
        try {
            Instant moment = text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay(zone)
                            .toInstant()
                    // A plus sign that was not encoded arrives as a space.
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            int year = moment.atZone(zone).getYear();
            if (year >= FIRST_YEAR && year <= LAST_YEAR) return moment;
        } catch (DateTimeException e) {
            // told below, without the text
        }
        throw Problem.invalid(field, "must be an instant (RFC 3339) or a date, YYYY-MM-DD");
    }
}
