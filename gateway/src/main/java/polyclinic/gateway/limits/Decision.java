package polyclinic.gateway.limits;

/** Whether a request may pass, and what its caller is told. Times are milliseconds from now. */
public record Decision(boolean allowed, long limit, long remaining, long resetMillis, long retryMillis) {

    /** Whole seconds, at least one: Retry-After knows nothing finer. */
    public long retryAfterSeconds() {
        return Math.max(1, ceilSeconds(retryMillis));
    }

    public long resetSeconds() {
        return ceilSeconds(resetMillis);
    }

    private static long ceilSeconds(long millis) {
        return (millis + 999) / 1000;
    }
}
