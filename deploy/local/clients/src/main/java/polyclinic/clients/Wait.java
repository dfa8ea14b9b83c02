package polyclinic.clients;

import java.time.Duration;
import java.util.function.Supplier;

/** Waiting for what comes by itself: asks at once, then in short steps that grow a little. */
public final class Wait {
    private static final long FIRST = 25;
    private static final long LONGEST = 250;

    private Wait() {}

    /**
     * The first answer that is not null.
     *
     * @param missing says what is not there, for the message when the time is over
     */
    public static <T> T until(Duration atMost, Supplier<T> ask, Supplier<String> missing) {
        long end = System.nanoTime() + atMost.toNanos();
        long step = FIRST;
        while (true) {
            T found = ask.get();
            if (found != null) return found;
            if (System.nanoTime() > end) throw new Wrong(missing.get() + " after " + atMost.toSeconds() + " s");
            try {
                Thread.sleep(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Wrong("interrupted", e);
            }
            step = Math.min(LONGEST, step + step / 2);
        }
    }
}
