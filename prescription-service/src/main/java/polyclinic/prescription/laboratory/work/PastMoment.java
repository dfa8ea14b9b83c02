package polyclinic.prescription.laboratory.work;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** A moment that a client states for what it did: now when it states none. */
final class PastMoment {
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(10);
    private static final Duration LONGEST_AGO = Duration.ofDays(366);

    private PastMoment() {}

    /** Fails with 422 for a moment in the future or more than a year ago, which is a slip of the pen. */
    static Instant of(String field, @Nullable Instant stated, Instant now) {
        if (stated == null) return now;
        if (stated.isAfter(now.plus(MAX_CLOCK_SKEW))) throw Problem.invalid(field, "must not be in the future");
        if (stated.isBefore(now.minus(LONGEST_AGO))) throw Problem.invalid(field, "must not be more than a year ago");
        return stated.truncatedTo(ChronoUnit.MILLIS);
    }
}
