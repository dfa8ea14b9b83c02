package polyclinic.gateway.ratelimit;

import java.time.Duration;

/**
 * A number of requests per window, all of which may come at once (GCRA, the leaky bucket as a meter, ITU-T I.371). A
 * caller's whole state is one instant, the theoretical arrival time, in microseconds. The script in {@link
 * RedisRateLimiter} computes the same.
 */
record Quota(String name, long requests, long windowMicros) {

    Quota(String name, long requests, Duration window) {
        this(name, requests, window.toNanos() / 1000);
        if (requests < 1 || windowMicros < requests) {
            throw new IllegalArgumentException("a rate limit needs at least one request and a microsecond for each");
        }
    }

    /** The time that one request takes from the window. */
    long emissionMicros() {
        return windowMicros / requests;
    }

    /** @param theoreticalArrivalTime after this request if it was allowed, unchanged if not */
    RateLimitDecision decision(boolean allowed, long theoreticalArrivalTime, long now) {
        long ahead = Math.max(0, theoreticalArrivalTime - now);
        long remaining = Math.max(0, (windowMicros - ahead) / emissionMicros());
        long retry = allowed ? 0 : Math.max(1, ahead + emissionMicros() - windowMicros);
        return new RateLimitDecision(allowed, requests, allowed ? remaining : 0, ahead / 1000, (retry + 999) / 1000);
    }
}
