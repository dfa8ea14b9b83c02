package polyclinic.gateway.ratelimit;

import static io.vertx.redis.client.Redis.createClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Redis;

/** Two gateways share one Redis and their callers' limits. */
class SharedRateLimitTest {

    private static final int LIMIT = 2_000;

    /** A hundredth of the limit at most is fetched ahead, by each gateway. */
    private static final int AHEAD = LIMIT / 100;

    private static Redis redis;
    private static Vertx vertx;
    private static RateLimiter one;
    private static RateLimiter other;

    @BeforeAll
    static void start() {
        redis = Redis.start(Path.of("target", "servers", "shared-limit").toAbsolutePath(), Probe.freePort());
        vertx = Vertx.vertx();
        one = gateway();
        other = gateway();
        await().until(() -> one.isShared() && other.isShared());
    }

    @AfterAll
    static void stop() {
        one.stop(new ShutdownEvent());
        other.stop(new ShutdownEvent());
        vertx.close();
        redis.stop();
    }

    @Test
    void together_they_admit_at_most_the_limit_and_little_less() throws Exception {
        String caller = UUID.randomUUID().toString();
        AtomicInteger allowed = new AtomicInteger();

        flood(caller, 3_000, allowed);

        assertThat(allowed.get()).isBetween(LIMIT - 2 * AHEAD, LIMIT);
    }

    @Test
    void a_busy_caller_sees_falling_numbers() throws Exception {
        String caller = UUID.randomUUID().toString();
        long before = LIMIT;
        for (int i = 0; i < 300; i++) {
            RateLimitDecision decision = ask(one, caller);

            assertThat(decision.allowed()).isTrue();
            assertThat(decision.remaining()).isLessThan(before).isLessThanOrEqualTo(LIMIT - i - 1);
            before = decision.remaining();
        }
    }

    @Test
    void many_callers_do_not_affect_each_other() throws Exception {
        String[] callers = new String[20];
        for (int i = 0; i < callers.length; i++) callers[i] = UUID.randomUUID().toString();

        for (int round = 0; round < 50; round++) {
            for (String caller : callers)
                assertThat(ask(round % 2 == 0 ? one : other, caller).allowed()).isTrue();
        }
    }

    private static void flood(String caller, int times, AtomicInteger allowed) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2 * times);
        for (RateLimiter gateway : new RateLimiter[] {one, other}) {
            vertx.getOrCreateContext().runOnContext(begin -> next(gateway, caller, times, allowed, done));
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Twenty at a time, as a client with twenty connections would. */
    private static void next(RateLimiter gateway, String caller, int left, AtomicInteger allowed, CountDownLatch done) {
        if (left <= 0) return;
        int batch = Math.min(20, left);
        AtomicInteger open = new AtomicInteger(batch);
        for (int i = 0; i < batch; i++) {
            gateway.countRequest(caller, decision -> {
                if (decision.allowed()) allowed.incrementAndGet();
                done.countDown();
                if (open.decrementAndGet() == 0) {
                    vertx.runOnContext(again -> next(gateway, caller, left - batch, allowed, done));
                }
            });
        }
    }

    private static RateLimitDecision ask(RateLimiter gateway, String caller) throws Exception {
        var answer = new CompletableFuture<RateLimitDecision>();
        vertx.runOnContext(go -> gateway.countRequest(caller, answer::complete));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static RateLimiter gateway() {
        RateLimitConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RateLimitConfig.class)
                .withDefaultValues(Map.of(
                        "polyclinic.gateway.rate-limit.timeout", "2s",
                        "polyclinic.gateway.rate-limit.requests", Integer.toString(LIMIT),
                        "polyclinic.gateway.rate-limit.window", "10h"))
                .build()
                .getConfigMapping(RateLimitConfig.class);
        RateLimiter limit = new RateLimiter(config, vertx, createClient(vertx, redis.url()), new SimpleMeterRegistry());
        limit.start(new StartupEvent());
        return limit;
    }
}
