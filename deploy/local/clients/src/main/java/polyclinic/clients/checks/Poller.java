package polyclinic.clients.checks;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a result that arrives later: asks at once, then at slowly growing intervals. */
public final class Poller {
    private static final long FIRST_INTERVAL_MS = 25;
    private static final long MAX_INTERVAL_MS = 250;

    private Poller() {}

    /**
     * Returns the first answer that is not null.
     *
     * @param missing names what has not arrived, for the message
     * @throws CheckFailed when the timeout is over
     */
    public static <T> T until(Duration timeout, Supplier<@Nullable T> ask, Supplier<String> missing) {
        long end = System.nanoTime() + timeout.toNanos();
        long interval = FIRST_INTERVAL_MS;
        while (true) {
            T found = ask.get();
            if (found != null) return found;
            if (System.nanoTime() > end) throw new CheckFailed(missing.get() + " after " + timeout.toSeconds() + " s");
            sleep(interval);
            interval = Math.min(MAX_INTERVAL_MS, interval + interval / 2);
        }
    }

    /** Sleeps; an interruption becomes {@link CheckFailed}. */
    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
