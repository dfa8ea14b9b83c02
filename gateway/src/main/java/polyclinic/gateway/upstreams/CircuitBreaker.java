package polyclinic.gateway.upstreams;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spares a failing upstream. After a number of consecutive failures the circuit opens and requests are refused; after a
 * while one request is let through as a trial, and its outcome closes the circuit or keeps it open. Times are nanoseconds
 * of one monotonic clock.
 */
final class CircuitBreaker {

    private static final long CLOSED = 0;

    private final int failuresToOpen;
    private final long openNanos;
    private final AtomicInteger failures = new AtomicInteger();
    /** When the next trial is due; {@link #CLOSED} while the circuit is closed. */
    private final AtomicLong nextTrial = new AtomicLong(CLOSED);

    CircuitBreaker(int failuresToOpen, long openNanos) {
        this.failuresToOpen = failuresToOpen;
        this.openNanos = openNanos;
    }

    boolean admits(long now) {
        long due = nextTrial.get();
        if (due == CLOSED) return true;
        // The thread that moves the due time on makes the trial; a trial that never reports back is followed by
        // another.
        return now - due >= 0 && nextTrial.compareAndSet(due, trialAfter(now));
    }

    void succeeded() {
        if (failures.get() != 0) failures.set(0);
        if (nextTrial.get() != CLOSED) nextTrial.set(CLOSED);
    }

    void failed(long now) {
        if (failures.incrementAndGet() >= failuresToOpen) nextTrial.set(trialAfter(now));
    }

    boolean isOpen() {
        return nextTrial.get() != CLOSED;
    }

    /** Whether an open circuit lets the next request through. */
    boolean isTrialDue(long now) {
        long due = nextTrial.get();
        return due != CLOSED && now - due >= 0;
    }

    private long trialAfter(long now) {
        long due = now + openNanos;
        return due == CLOSED ? 1 : due;
    }
}
