package polyclinic.gateway.ratelimit;

/**
 * Whether a request may pass, and what the response says about the limit.
 *
 * @param limit requests per window
 * @param remaining requests that may follow at once
 * @param resetMs milliseconds until the whole window is free again
 * @param retryMs milliseconds until the next request may pass; 0 when this one may
 */
public record RateLimitDecision(boolean allowed, long limit, long remaining, long resetMs, long retryMs) {

    /** Whole seconds, at least one: Retry-After has no finer unit. */
    long retryAfterSeconds() {
        return Math.max(1, ceilSeconds(retryMs));
    }

    long resetSeconds() {
        return ceilSeconds(resetMs);
    }

    private static long ceilSeconds(long millis) {
        return (millis + 999) / 1000;
    }
}
