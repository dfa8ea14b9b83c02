package polyclinic.gateway.ratelimit;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The headers RateLimit and RateLimit-Policy (IETF draft-ietf-httpapi-ratelimit-headers) and Retry-After for one quota. */
final class RateLimitHeaders {

    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");

    private final String name;
    private final CharSequence policy;

    RateLimitHeaders(Quota quota) {
        name = quota.name();
        policy = HttpHeaders.createOptimized(
                "\"" + name + "\";q=" + quota.requests() + ";w=" + quota.windowMicros() / 1_000_000);
    }

    void write(HttpServerResponse response, RateLimitDecision decision) {
        response.putHeader(RATE_LIMIT_POLICY, policy);
        response.putHeader(RATE_LIMIT, "\"" + name + "\";r=" + decision.remaining() + ";t=" + decision.resetSeconds());
        if (!decision.allowed())
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(decision.retryAfterSeconds()));
    }
}
