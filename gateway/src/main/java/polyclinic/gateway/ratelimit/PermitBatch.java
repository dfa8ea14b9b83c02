package polyclinic.gateway.ratelimit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one busy caller that Redis has already counted, so that this gateway may let them pass without asking again.
 * A batch grows while it is used up quickly and ends after a second, so a caller who pauses loses one batch at most. Times
 * are nanoseconds of one monotonic clock.
 */
final class PermitBatch {

    static final long MAX_AGE_NANOS = 1_000_000_000L;

    private final int maxSize;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean requesting = new AtomicBoolean();
    private volatile int size = 1;
    private volatile long grantedAt;
    private volatile boolean granted;
    private volatile @Nullable RateLimitDecision last;

    PermitBatch(int maxSize) {
        this.maxSize = maxSize;
    }

    /** Returns null when no permit is left. */
    @Nullable
    RateLimitDecision take(long now, long emissionMicros) {
        if (left.get() <= 0 || now - grantedAt >= MAX_AGE_NANOS) return null;
        int before = left.getAndDecrement();
        RateLimitDecision decision = last;
        if (before <= 0 || decision == null) {
            left.incrementAndGet();
            return null;
        }
        return withUnused(decision, before - 1, emissionMicros, (now - grantedAt) / 1_000_000);
    }

    /** Returns the decision for the caller while some of the requests that it counted have not been made yet. */
    static RateLimitDecision withUnused(RateLimitDecision decision, int unused, long emissionMicros, long passedMs) {
        if (unused == 0 && passedMs == 0) return decision;
        long reset = Math.max(0, decision.resetMs() - unused * emissionMicros / 1000 - passedMs);
        return new RateLimitDecision(true, decision.limit(), decision.remaining() + unused, reset, 0);
    }

    /**
     * Returns how many permits to request from Redis. Only one request at a time asks for more than its own; it must report
     * back by {@link #granted} or {@link #failed}.
     */
    int nextSize(long now) {
        if (!requesting.compareAndSet(false, true)) return 1;
        boolean usedUpQuickly = granted && now - grantedAt < MAX_AGE_NANOS;
        size = usedUpQuickly ? Math.min(maxSize, size * 2) : 1;
        if (size == 1) {
            granted = false;
            requesting.set(false);
        }
        return size;
    }

    /**
     * @param count permits that Redis granted, at most as many as were requested
     * @param decision for the last of them
     */
    void granted(int requested, int count, RateLimitDecision decision, long now) {
        if (count > 0) {
            grantedAt = now;
            granted = true;
        }
        if (requested > 1) {
            if (count > 1) {
                last = decision;
                left.set(count - 1);
            }
            requesting.set(false);
        }
    }

    /** Redis did not answer. */
    void failed(int requested) {
        if (requested > 1) requesting.set(false);
    }
}
