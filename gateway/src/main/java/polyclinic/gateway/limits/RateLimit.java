package polyclinic.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import polyclinic.gateway.GatewayConfig;

/**
 * How often one caller may come. Counted in Redis for all gateways together, in this process alone while Redis is away. For
 * callers in a hurry a hundredth of their limit at most is fetched ahead (see {@link Lease}), so that their requests need
 * not wait for Redis each.
 */
@Singleton
public class RateLimit {

    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");

    /** Callers remembered as refused; a flood from them never reaches Redis. */
    private static final int REFUSED = 10_000;

    private static final int LONGEST_LEASE = 32;
    private static final int LEASES = 50_000;
    private static final Duration LEASES_KEPT = Duration.ofSeconds(10);

    private final Quota callers;
    private final Quota failures;
    private final CharSequence callersPolicy;
    private final CharSequence failuresPolicy;
    private final RedisBuckets shared;
    private final LocalBuckets local;
    private final Cache<String, Refusal> refused;
    private final Cache<String, Lease> leases;
    private final int leaseCap;
    private final Counter refusals;
    private final Counter alone;

    private record Refusal(Decision decision, long sinceMicros) {}

    RateLimit(GatewayConfig config, Vertx vertx, Redis redis, MeterRegistry metrics) {
        GatewayConfig.RateLimit limits = config.rateLimit();
        callers = new Quota("caller", limits.requests(), limits.window());
        failures = new Quota("failures", limits.failures(), limits.failuresWindow());
        callersPolicy = HttpHeaders.createOptimized(callers.policyHeader());
        failuresPolicy = HttpHeaders.createOptimized(failures.policyHeader());
        shared = new RedisBuckets(vertx, redis, limits.timeout().toMillis());
        Duration longest =
                limits.window().compareTo(limits.failuresWindow()) > 0 ? limits.window() : limits.failuresWindow();
        local = new LocalBuckets(longest, RateLimit::micros);
        refused = Caffeine.newBuilder()
                .maximumSize(REFUSED)
                .expireAfterWrite(longest)
                .executor(Runnable::run)
                .build();
        leaseCap = (int) Math.min(LONGEST_LEASE, limits.requests() / 100);
        leases = Caffeine.newBuilder()
                .maximumSize(LEASES)
                .expireAfterAccess(LEASES_KEPT)
                .executor(Runnable::run)
                .build();
        refusals = metrics.counter("gateway.rate.limit.refused");
        alone = metrics.counter("gateway.rate.limit.local");
    }

    void start(@Observes StartupEvent event) {
        shared.start();
    }

    void stop(@Observes ShutdownEvent event) {
        shared.stop();
    }

    /** Counts one request of a caller who has shown a valid token. */
    public void caller(String subject, Handler<Decision> then) {
        String key = "rl:c:" + subject;
        if (leaseCap < 2) {
            take(key, callers, null, then);
            return;
        }
        Lease lease = leases.get(key, fresh -> new Lease(leaseCap));
        Decision leased = lease.take(System.nanoTime(), callers.emissionMicros());
        if (leased == null) {
            take(key, callers, lease, then);
        } else {
            then.handle(leased);
        }
    }

    /** Counts one request without a valid token. */
    public void failure(String address, Handler<Decision> then) {
        take("rl:f:" + address, failures, null, then);
    }

    public void tellCaller(HttpServerResponse response, Decision decision) {
        tell(response, decision, callers.name(), callersPolicy);
    }

    public void tellFailure(HttpServerResponse response, Decision decision) {
        tell(response, decision, failures.name(), failuresPolicy);
    }

    public boolean isShared() {
        return shared.isConnected();
    }

    public Future<?> ping() {
        return shared.ping();
    }

    private void take(String key, Quota quota, Lease lease, Handler<Decision> then) {
        Decision still = stillRefused(key);
        if (still != null) {
            refusals.increment();
            then.handle(still);
            return;
        }
        int count = lease == null ? 1 : lease.ask(System.nanoTime());
        Future<RedisBuckets.Grant> answer = shared.take(key, quota, count);
        if (answer == null) {
            if (lease != null) lease.settle(count, 0, null, 0);
            alone.increment();
            settled(key, local.take(key, quota), then);
            return;
        }
        answer.onComplete(done -> {
            if (done.succeeded()) {
                RedisBuckets.Grant grant = done.result();
                if (lease != null) lease.settle(count, grant.count(), grant.decision(), System.nanoTime());
                int unused = Math.max(0, grant.count() - 1);
                settled(key, Lease.withUnused(grant.decision(), unused, quota.emissionMicros(), 0), then);
            } else {
                if (lease != null) lease.settle(count, 0, null, 0);
                alone.increment();
                settled(key, local.take(key, quota), then);
            }
        });
    }

    private void settled(String key, Decision decision, Handler<Decision> then) {
        if (!decision.allowed()) {
            refusals.increment();
            refused.put(key, new Refusal(decision, micros()));
        }
        then.handle(decision);
    }

    /** A refusal holds until its time is over, whoever is asked: a bucket only ever fills from outside in the meantime. */
    private Decision stillRefused(String key) {
        Refusal refusal = refused.getIfPresent(key);
        if (refusal == null) return null;
        Decision decision = refusal.decision();
        long passed = (micros() - refusal.sinceMicros()) / 1000;
        if (passed < 0 || passed >= decision.retryMillis()) {
            refused.invalidate(key);
            return null;
        }
        return new Decision(
                false, decision.limit(), 0, decision.resetMillis() - passed, decision.retryMillis() - passed);
    }

    private static void tell(HttpServerResponse response, Decision decision, String name, CharSequence policy) {
        response.putHeader(RATE_LIMIT_POLICY, policy);
        response.putHeader(RATE_LIMIT, "\"" + name + "\";r=" + decision.remaining() + ";t=" + decision.resetSeconds());
        if (!decision.allowed())
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(decision.retryAfterSeconds()));
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
