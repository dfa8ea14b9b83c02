package polyclinic.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The same limits in this process alone, for as long as Redis is away. */
final class LocalBuckets {

    private static final int CALLERS = 100_000;

    private final Cache<String, AtomicLong> tats;
    private final LongSupplier micros;

    LocalBuckets(Duration longestWindow, LongSupplier micros) {
        this.micros = micros;
        tats = Caffeine.newBuilder()
                .maximumSize(CALLERS)
                .expireAfterAccess(longestWindow)
                .executor(Runnable::run)
                .build();
    }

    Decision take(String key, Quota quota) {
        AtomicLong tat = tats.get(key, fresh -> new AtomicLong());
        while (true) {
            long now = micros.getAsLong();
            long before = tat.get();
            long after = Math.max(before, now) + quota.emissionMicros();
            if (after - now > quota.windowMicros()) return quota.decision(false, before, now);
            if (tat.compareAndSet(before, after)) return quota.decision(true, after, now);
        }
    }
}
