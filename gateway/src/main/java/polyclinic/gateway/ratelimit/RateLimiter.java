package polyclinic.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.ratelimit.RedisRateLimiter.Grant;

/**
 * Limits how often one caller may send requests. Requests are counted in Redis for all gateways together, and in this
 * process alone while Redis is unavailable. For a busy caller up to a hundredth of the limit is fetched ahead (see {@link
 * PermitBatch}), so that not every request waits for Redis.
 */
@Singleton
public class RateLimiter {

    private static final int MAX_BATCH_SIZE = 32;
    private static final int VERIFICATIONS_PER_FAILURE = 10;
    private static final int MAX_BATCHES = 50_000;
    private static final Duration BATCH_IDLE_TIMEOUT = Duration.ofSeconds(10);

    private final Quota requests;
    private final Quota failures;
    private final Quota verifications;
    private final RateLimitHeaders requestHeaders;
    private final RateLimitHeaders failureHeaders;
    private final RedisConnectionHolder connection;
    private final RedisRateLimiter shared;
    private final LocalRateLimiter local;
    private final RefusalCache refusals;
    private final Cache<String, PermitBatch> batches;
    private final int maxBatchSize;
    private final Counter refused;
    private final Counter countedLocally;

    RateLimiter(RateLimitConfig config, Vertx vertx, Redis redis, MeterRegistry metrics) {
        requests = new Quota("caller", config.requests(), config.window());
        failures = new Quota("failures", config.failures(), config.failuresWindow());
        verifications = new Quota(
                "verifications",
                Math.min(config.failures() * VERIFICATIONS_PER_FAILURE, failures.windowMicros()),
                config.failuresWindow());
        requestHeaders = new RateLimitHeaders(requests);
        failureHeaders = new RateLimitHeaders(failures);
        connection = new RedisConnectionHolder(
                "rate limits", vertx, redis, config.timeout().toMillis());
        shared = new RedisRateLimiter(connection);
        Duration longestWindow =
                config.window().compareTo(config.failuresWindow()) > 0 ? config.window() : config.failuresWindow();
        local = new LocalRateLimiter(longestWindow, RateLimiter::micros);
        refusals = new RefusalCache(longestWindow, RateLimiter::micros);
        maxBatchSize = (int) Math.min(MAX_BATCH_SIZE, config.requests() / 100);
        batches = Caffeine.newBuilder()
                .maximumSize(MAX_BATCHES)
                .expireAfterAccess(BATCH_IDLE_TIMEOUT)
                .executor(Runnable::run)
                .build();
        refused = metrics.counter("gateway.rate.limit.refused");
        countedLocally = metrics.counter("gateway.rate.limit.local");
    }

    void start(@Observes StartupEvent event) {
        connection.start();
    }

    void stop(@Observes ShutdownEvent event) {
        connection.stop();
    }

    /** Counts one request with a valid token. */
    public void countRequest(String subject, Handler<RateLimitDecision> then) {
        String key = "rl:c:" + subject;
        if (maxBatchSize < 2) {
            take(key, requests, null, then);
            return;
        }
        PermitBatch batch = batches.get(key, unknown -> new PermitBatch(maxBatchSize));
        RateLimitDecision permit = batch.take(System.nanoTime(), requests.emissionMicros());
        if (permit == null) {
            take(key, requests, batch, then);
        } else {
            then.handle(permit);
        }
    }

    /** Counts one request without a valid token. */
    public void countFailure(String address, Handler<RateLimitDecision> then) {
        take("rl:f:" + address, failures, null, then);
    }

    /**
     * Whether a token from this address may be verified. An address within its limit of failures may; one beyond it gets so
     * many verifications more ({@link #VERIFICATIONS_PER_FAILURE}), because behind an address there may be a whole clinic
     * and only one of its devices at fault. Costs no call.
     */
    public boolean mayVerify(String address) {
        return refusals.find("rl:f:" + address) == null
                || local.take("rl:v:" + address, verifications).allowed();
    }

    public void writeRequestHeaders(HttpServerResponse response, RateLimitDecision decision) {
        requestHeaders.write(response, decision);
    }

    public void writeFailureHeaders(HttpServerResponse response, RateLimitDecision decision) {
        failureHeaders.write(response, decision);
    }

    /** Whether requests are counted in Redis. */
    public boolean isShared() {
        return connection.isConnected();
    }

    /** Fails when Redis is unavailable. */
    public Future<?> ping() {
        return connection.ping();
    }

    private void take(String key, Quota quota, @Nullable PermitBatch batch, Handler<RateLimitDecision> then) {
        RateLimitDecision earlier = refusals.find(key);
        if (earlier != null) {
            refused.increment();
            then.handle(earlier);
            return;
        }
        int count = batch == null ? 1 : batch.nextSize(System.nanoTime());
        Future<Grant> grant = shared.take(key, quota, count);
        if (grant == null) {
            takeLocally(key, quota, batch, count, then);
            return;
        }
        grant.onComplete(done -> {
            if (done.succeeded()) {
                granted(key, quota, batch, count, done.result(), then);
            } else {
                takeLocally(key, quota, batch, count, then);
            }
        });
    }

    private void granted(
            String key,
            Quota quota,
            @Nullable PermitBatch batch,
            int requested,
            Grant grant,
            Handler<RateLimitDecision> then) {
        if (batch != null) batch.granted(requested, grant.count(), grant.decision(), System.nanoTime());
        int unused = Math.max(0, grant.count() - 1);
        decided(key, PermitBatch.withUnused(grant.decision(), unused, quota.emissionMicros(), 0), then);
    }

    private void takeLocally(
            String key, Quota quota, @Nullable PermitBatch batch, int requested, Handler<RateLimitDecision> then) {
        if (batch != null) batch.failed(requested);
        countedLocally.increment();
        decided(key, local.take(key, quota), then);
    }

    private void decided(String key, RateLimitDecision decision, Handler<RateLimitDecision> then) {
        if (!decision.allowed()) {
            refused.increment();
            refusals.put(key, decision);
        }
        then.handle(decision);
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
