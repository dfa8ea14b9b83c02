package polyclinic.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The same limits as {@link RedisRateLimiter}, counted in this process alone while Redis is unavailable. */
final class LocalRateLimiter {

    private static final int MAX_CALLERS = 100_000;

    private final Cache<String, AtomicLong> theoreticalArrivalTimes;
    private final LongSupplier micros;

    LocalRateLimiter(Duration longestWindow, LongSupplier micros) {
        this.micros = micros;
        theoreticalArrivalTimes = Caffeine.newBuilder()
                .maximumSize(MAX_CALLERS)
                .expireAfterAccess(longestWindow)
                .executor(Runnable::run)
                .build();
    }

    RateLimitDecision take(String key, Quota quota) {
        AtomicLong theoreticalArrivalTime = theoreticalArrivalTimes.get(key, unknown -> new AtomicLong());
        while (true) {
            long now = micros.getAsLong();
            long before = theoreticalArrivalTime.get();
            long after = Math.max(before, now) + quota.emissionMicros();
            if (after - now > quota.windowMicros()) return quota.decision(false, before, now);
            if (theoreticalArrivalTime.compareAndSet(before, after)) return quota.decision(true, after, now);
        }
    }
}
