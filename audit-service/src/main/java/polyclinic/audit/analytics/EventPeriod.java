package polyclinic.audit.analytics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * A time that is asked for.
 *
 * @param from inclusive, or null
 * @param to exclusive, or null
 */
record EventPeriod(@Nullable Instant from, @Nullable Instant to) {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(400);
    /** By the hour there would be too much to read. */
    private static final Duration LONGEST_BY_HOUR = Duration.ofDays(31);

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Fails with 422 when it ends before it begins. */
    static EventPeriod open(@Nullable Instant from, @Nullable Instant to) {
        require("from", from);
        require("to", to);
        if (from != null && to != null && to.isBefore(from)) throw Problem.invalid("to", "must not be before from");
        return new EventPeriod(from, to);
    }

    /** The same with both ends: the last thirty days where nothing is said. Fails with 422 when it is longer than 400 days, by hours than 31. */
    static EventPeriod bounded(@Nullable Instant from, @Nullable Instant to, Instant now, SummaryBy by) {
        open(from, to);
        Instant end = to == null ? now : to;
        Instant begin = from == null ? end.minus(USUAL) : from;
        if (end.isBefore(begin)) throw Problem.invalid("to", "must not be before from");
        Duration longest = by == SummaryBy.HOUR ? LONGEST_BY_HOUR : LONGEST;
        if (begin.plus(longest).isBefore(end))
            throw Problem.invalid("from", "must be at most " + longest.toDays() + " days before to");
        return new EventPeriod(begin, end);
    }

    private static void require(String parameter, @Nullable Instant at) {
        if (at != null && (at.isBefore(FIRST) || at.isAfter(LAST)))
            throw Problem.invalid(parameter, "must be between the years 2000 and 9999");
    }
}
