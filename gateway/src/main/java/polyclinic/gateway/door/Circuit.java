package polyclinic.gateway.door;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spares an upstream that fails, and its callers the waiting. Some failures in a row open it; after a while one request
 * may try, and its outcome closes it or keeps it open. Times are nanoseconds of one monotonic clock.
 */
final class Circuit {

    private static final long CLOSED = 0;

    private final int failuresToOpen;
    private final long openNanos;
    private final AtomicInteger failures = new AtomicInteger();
    /** When the next request may try; {@link #CLOSED} while all is well. */
    private final AtomicLong nextTry = new AtomicLong(CLOSED);

    Circuit(int failuresToOpen, long openNanos) {
        this.failuresToOpen = failuresToOpen;
        this.openNanos = openNanos;
    }

    boolean admits(long now) {
        long due = nextTry.get();
        if (due == CLOSED) return true;
        // Whoever moves the due time on is the one that tries; a try that never reports back is followed by another.
        return now - due >= 0 && nextTry.compareAndSet(due, later(now));
    }

    void succeeded() {
        if (failures.get() != 0) failures.set(0);
        if (nextTry.get() != CLOSED) nextTry.set(CLOSED);
    }

    void failed(long now) {
        if (failures.incrementAndGet() >= failuresToOpen) nextTry.set(later(now));
    }

    boolean isOpen() {
        return nextTry.get() != CLOSED;
    }

    private long later(long now) {
        long due = now + openNanos;
        return due == CLOSED ? 1 : due;
    }
}
