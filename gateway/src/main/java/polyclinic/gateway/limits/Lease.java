package polyclinic.gateway.limits;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests of one busy caller that Redis has already counted and this gateway may let pass without asking again. A lease
 * grows while it is used up quickly and ends after a second, so a caller loses at most one lease by pausing. Times are
 * nanoseconds of one monotonic clock.
 */
final class Lease {

    static final long NANOS = 1_000_000_000L;

    private final int cap;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile int size = 1;
    private volatile long since;
    private volatile boolean granted;
    private volatile Decision last;

    Lease(int cap) {
        this.cap = cap;
    }

    /** Null when there is nothing left to take. */
    Decision take(long now, long emissionMicros) {
        if (left.get() <= 0 || now - since >= NANOS) return null;
        int before = left.getAndDecrement();
        if (before <= 0) {
            left.incrementAndGet();
            return null;
        }
        return withUnused(last, before - 1, emissionMicros, (now - since) / 1_000_000);
    }

    /** What the caller hears while so many of the requests that the decision counted have not been made yet. */
    static Decision withUnused(Decision decision, int unused, long emissionMicros, long passedMillis) {
        if (unused == 0 && passedMillis == 0) return decision;
        long reset = Math.max(0, decision.resetMillis() - unused * emissionMicros / 1000 - passedMillis);
        return new Decision(true, decision.limit(), decision.remaining() + unused, reset, 0);
    }

    /** How many to ask Redis for. Only one asks for more than its own; it must report back by {@link #settle}. */
    int ask(long now) {
        if (!asking.compareAndSet(false, true)) return 1;
        boolean usedUpQuickly = granted && now - since < NANOS;
        size = usedUpQuickly ? Math.min(cap, size * 2) : 1;
        if (size == 1) {
            granted = false;
            asking.set(false);
        }
        return size;
    }

    /** @param decision for the request itself and all that it asked for beside it */
    void settle(int asked, int count, Decision decision, long now) {
        if (count > 0) {
            since = now;
            granted = true;
        }
        if (asked > 1) {
            if (count > 1) {
                last = decision;
                left.set(count - 1);
            }
            asking.set(false);
        }
    }
}
