package polyclinic.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers that were refused, until their waiting time is over. A refusal stays valid that long, because no permit is given
 * back earlier; a flood from a refused caller therefore never reaches Redis.
 */
final class RefusalCache {

    private static final int MAX_REFUSALS = 10_000;

    private record Refusal(RateLimitDecision decision, long sinceMicros) {}

    private final Cache<String, Refusal> refusals;
    private final LongSupplier micros;

    RefusalCache(Duration longestWindow, LongSupplier micros) {
        this.micros = micros;
        refusals = Caffeine.newBuilder()
                .maximumSize(MAX_REFUSALS)
                .expireAfterWrite(longestWindow)
                .executor(Runnable::run)
                .build();
    }

    void put(String key, RateLimitDecision refusal) {
        refusals.put(key, new Refusal(refusal, micros.getAsLong()));
    }

    /** Returns the refusal with the time that is left of it; null when the caller may be counted again. */
    @Nullable
    RateLimitDecision find(String key) {
        Refusal refusal = refusals.getIfPresent(key);
        if (refusal == null) return null;
        RateLimitDecision decision = refusal.decision();
        long passedMs = (micros.getAsLong() - refusal.sinceMicros()) / 1000;
        if (passedMs < 0 || passedMs >= decision.retryMs()) {
            refusals.invalidate(key);
            return null;
        }
        return new RateLimitDecision(
                false, decision.limit(), 0, decision.resetMs() - passedMs, decision.retryMs() - passedMs);
    }
}
