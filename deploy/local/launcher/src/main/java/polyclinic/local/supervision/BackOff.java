package polyclinic.local.supervision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The delay before a process that died is started again: 0.5, 1, 2, … at most 30 seconds; 0.5 again after a minute without failure. */
final class BackOff {
    private static final Duration MIN_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);
    private static final Duration HEALTHY_TIME = Duration.ofMinutes(1);
    private Duration next = MIN_DELAY;

    /**
     * Returns how long to wait.
     *
     * @param startedAt when the process that died had started, null when it did not come up
     * @param died when it was found dead
     */
    Duration after(@Nullable Instant startedAt, Instant died) {
        if (startedAt != null && Duration.between(startedAt, died).compareTo(HEALTHY_TIME) > 0) {
            next = MIN_DELAY;
        }
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(MAX_DELAY) > 0 ? MAX_DELAY : next.multipliedBy(2);
        return wait;
    }
}
