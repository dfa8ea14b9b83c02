package polyclinic.notes.store;

import com.mongodb.client.model.Filters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import polyclinic.commons.problem.Problem;

/**
 * The query parameters {@code from} (inclusive) and {@code to}. Each is an instant (RFC 3339) or a date, which stands for
 * the whole day in UTC: {@code to=2026-03-31} includes the 31st, an instant in {@code to} is exclusive.
 */
public record Span(Instant from, Instant before) {
    /** Nobody who is treated today was born earlier; also well inside of what a BSON date can hold. */
    public static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(9999, 1, 1);

    public static Span of(String from, String to) {
        Span span = new Span(moment("from", from, 0), moment("to", to, 1));
        if (span.from != null && span.before != null && span.before.isBefore(span.from)) {
            throw Problem.invalid("to", "must not be before from");
        }
        return span;
    }

    public List<Bson> on(String field) {
        List<Bson> conditions = new ArrayList<>();
        if (from != null) conditions.add(Filters.gte(field, from));
        if (before != null) conditions.add(Filters.lt(field, before));
        return conditions;
    }

    private static Instant moment(String parameter, String text, int addDays) {
        if (text == null) return null;
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(addDays)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    // a plus sign that was not escaped in the address arrives as a space
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
            if (!day.isBefore(EARLIEST) && day.isBefore(LATEST)) return moment;
        } catch (DateTimeException malformed) {
            // answered below
        }
        throw Problem.invalid(parameter, "must be a date (2026-03-31) or an instant (2026-03-31T08:00:00Z)");
    }
}
