package polyclinic.commons.testing.waiting;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * {@code await()} looks at once, again after 5 ms, and then after twice the time, up to every 100 ms; without this it first waits
 * 100 ms, and most of what tests wait for is there after a few. Found by its name below {@code META-INF/services}.
 */
public final class PollingDefaults implements QuarkusTestBeforeClassCallback {
    private static final Duration MIN_PAUSE = Duration.ofMillis(5);
    private static final Duration MAX_PAUSE = Duration.ofMillis(100);

    @Override
    public void beforeClass(Class<?> testClass) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval((polls, before) -> pause(before));
    }

    private static Duration pause(Duration before) {
        Duration twice = before.multipliedBy(2);
        if (twice.compareTo(MIN_PAUSE) < 0) return MIN_PAUSE;
        return twice.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : twice;
    }
}
