package polyclinic.gateway.limits;

import java.time.Duration;

/**
 * So many requests in so much time, all of them at once if need be (GCRA, the leaky bucket as a meter, ITU-T I.371). A
 * caller's whole state is one instant, the theoretical arrival time (tat), in microseconds. The script in Redis and this class
 * compute the same.
 */
record Quota(String name, long requests, long windowMicros) {

    Quota(String name, long requests, Duration window) {
        this(name, requests, window.toNanos() / 1000);
        if (requests < 1 || windowMicros < requests) {
            throw new IllegalArgumentException("a rate limit needs at least one request and a microsecond for each");
        }
    }

    long emissionMicros() {
        return windowMicros / requests;
    }

    /** What the caller is told once its tat is known: after this request if it was allowed, unchanged if not. */
    Decision decision(boolean allowed, long tat, long now) {
        long ahead = Math.max(0, tat - now);
        long remaining = Math.max(0, (windowMicros - ahead) / emissionMicros());
        long retry = allowed ? 0 : Math.max(1, ahead + emissionMicros() - windowMicros);
        return new Decision(allowed, requests, allowed ? remaining : 0, ahead / 1000, (retry + 999) / 1000);
    }

    String policyHeader() {
        return "\"" + name + "\";q=" + requests + ";w=" + windowMicros / 1_000_000;
    }
}
