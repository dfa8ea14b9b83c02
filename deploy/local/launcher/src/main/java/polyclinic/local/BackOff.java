package polyclinic.local;

import java.time.Duration;
import java.time.Instant;

/** When something that died is started again: after 0.5, 1, 2, … at most 30 seconds; from the beginning after a minute of health. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration HEALTHY = Duration.ofMinutes(1);
    private Duration next = FIRST;

    /** How long to wait, given since when the one that died had been running (null: it did not come up). */
    Duration after(Instant startedAt, Instant died) {
        if (startedAt != null && Duration.between(startedAt, died).compareTo(HEALTHY) > 0) {
            next = FIRST;
        }
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
