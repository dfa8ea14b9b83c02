package polyclinic.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.getAtOnce;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.gateway.testing.RedisControl;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;
import polyclinic.gateway.testing.TightRateLimits;

/** Rate limits while Redis is killed, restarted or hangs. */
@QuarkusTest
@TestProfile(TightRateLimits.class)
class RedisFaultsTest {

    private static final String PATIENTS = "/api/v1/patients";

    /** As {@link TightRateLimits} has it: what a request loses that waits for a Redis that is away. */
    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(300);

    @Inject
    RateLimiter rateLimiter;

    private final String token = TestTokens.ofNewCaller();

    @BeforeEach
    void awaitRedis() {
        RedisServer.current().start();
        await().until(rateLimiter::isShared);
        StubUpstreams.patients().reset();
    }

    @AfterEach
    void restore() {
        RedisServer.current().start();
        await().until(rateLimiter::isShared);
    }

    @Test
    void without_redis_each_gateway_counts_alone_and_no_request_waits() {
        Duration withRedis = meanOfTwenty(TestTokens.ofNewCaller());
        RedisServer.current().kill();
        await().until(() -> !rateLimiter.isShared());

        List<HttpResponse<String>> answers = getAtOnce(200, PATIENTS, token);

        assertThat(meanOfTwenty(TestTokens.ofNewCaller())).isLessThan(withRedis.plus(REDIS_TIMEOUT));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(100);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(100);
    }

    @Test
    void a_redis_that_is_killed_and_restarted_leaves_no_request_unanswered() {
        List<HttpResponse<String>> answers = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            if (i == 100) RedisServer.current().kill();
            if (i == 200) RedisServer.current().start();
            answers.add(get(PATIENTS, TestTokens.ofNewCaller()));
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        await().atMost(Duration.ofSeconds(20)).until(rateLimiter::isShared);
        assertThat(get(PATIENTS, token).headers().firstValue("ratelimit"))
                .hasValueSatisfying(limit -> assertThat(limit).contains("r=99"));
    }

    @Test
    void used_up_limits_survive_a_restart_of_redis() {
        getAtOnce(100, PATIENTS, token);
        RedisControl.awaitAppendOnlyFile();
        RedisServer.current().kill();
        RedisServer.current().start();
        await().until(rateLimiter::isShared);

        assertThat(get(PATIENTS, token).statusCode()).isEqualTo(429);
    }

    @Test
    void a_redis_that_hangs_delays_only_the_requests_in_progress() throws Exception {
        Duration withRedis = meanOfTwenty(token);
        RedisControl.signal("STOP");
        try {
            assertThat(get(PATIENTS, token).statusCode()).isEqualTo(200);

            assertThat(meanOfTwenty(token)).isLessThan(withRedis.plus(REDIS_TIMEOUT));
            assertThat(rateLimiter.isShared()).isFalse();
        } finally {
            RedisControl.signal("CONT");
        }
        await().atMost(Duration.ofSeconds(10)).until(rateLimiter::isShared);
    }

    private static Duration meanOfTwenty(String caller) {
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++)
            assertThat(get(PATIENTS, caller).statusCode()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - begun).dividedBy(20);
    }
}
