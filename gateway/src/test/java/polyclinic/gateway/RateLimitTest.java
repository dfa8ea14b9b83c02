package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.Client.request;
import static polyclinic.gateway.Client.send;
import static polyclinic.gateway.Client.slug;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.limits.RateLimit;

/** A hundred requests an hour for each caller, behind a proxy that may say where they come from. */
@QuarkusTest
@TestProfile(RateLimitTest.Tight.class)
class RateLimitTest {

    public static class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "polyclinic.gateway.rate-limit.timeout", "300ms",
                    "polyclinic.gateway.rate-limit.requests", "100",
                    "polyclinic.gateway.rate-limit.window", "1h",
                    "polyclinic.gateway.rate-limit.failures", "5",
                    "polyclinic.gateway.rate-limit.failures-window", "1h",
                    "polyclinic.gateway.trusted-proxies", "127.0.0.0/8,10.0.0.0/8");
        }
    }

    @Inject
    RateLimit limits;

    /** A caller whom nobody has seen before. */
    private String token = newCaller();

    @BeforeEach
    void redisIsThere() {
        RedisServer.current().start();
        await().until(limits::isShared);
        Services.patients().forget();
    }

    @AfterEach
    void restore() {
        RedisServer.current().start();
        await().until(limits::isShared);
    }

    @Test
    void the_answer_says_how_much_is_left() {
        HttpResponse<String> first = call(token);
        HttpResponse<String> second = call(token);

        assertThat(first.headers().firstValue("ratelimit-policy")).hasValue("\"caller\";q=100;w=3600");
        assertThat(first.headers().firstValue("ratelimit")).hasValue("\"caller\";r=99;t=36");
        assertThat(second.headers().firstValue("ratelimit")).hasValue("\"caller\";r=98;t=72");
    }

    @Test
    void of_200_at_once_exactly_100_pass() {
        List<HttpResponse<String>> answers = atOnce(200, token);

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(100);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(100);
        assertThat(Services.patients().seen).hasSize(100);
    }

    @Test
    void a_refusal_says_when_to_come_again() {
        atOnce(100, token);

        HttpResponse<String> refused = call(token);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(slug(refused)).isEqualTo("rate-limited");
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1L, 36L);
        assertThat(refused.headers().firstValue("ratelimit"))
                .hasValueSatisfying(limit -> assertThat(limit).startsWith("\"caller\";r=0;"));
    }

    @Test
    void one_caller_s_greed_is_not_another_s_loss() {
        atOnce(101, token);

        assertThat(call(newCaller()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_new_token_of_the_same_caller_buys_nothing() {
        String subject = UUID.randomUUID().toString();
        for (int i = 0; i < 100; i++) call(Tokens.of("doctor", Map.of("sub", subject, "jti", "t" + i)));

        assertThat(call(Tokens.of("doctor", Map.of("sub", subject, "jti", "again")))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void failures_are_counted_by_address_and_do_not_lock_out_the_house() {
        List<Integer> statuses = IntStream.range(0, 7)
                .mapToObj(
                        i -> send(from("198.51.100.7", Tokens.forged("doctor"))).statusCode())
                .toList();

        assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429, 429);
        assertThat(send(from("198.51.100.7", token)).statusCode()).isEqualTo(200);
        assertThat(send(from("198.51.100.8", Tokens.forged("doctor"))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_ipv6_host_cannot_roam_in_its_network() {
        for (int i = 1; i <= 5; i++) send(from("2001:db8:0:1::" + i, "x"));

        assertThat(send(from("2001:db8:0:1:aaaa::1", "x")).statusCode()).isEqualTo(429);
        assertThat(send(from("2001:db8:0:2::1", "x")).statusCode()).isEqualTo(401);
    }

    @Test
    void what_stands_left_of_the_first_unknown_address_is_not_believed() {
        send(request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", "6.6.6.6, 203.0.113.5, 10.1.1.1"));

        assertThat(Services.patients().seen.peek().all("x-forwarded-for")).containsExactly("203.0.113.5");
    }

    @Test
    void from_outside_this_process_s_own_pages_do_not_exist() {
        HttpResponse<String> answer = send(request("/q/metrics").header("X-Forwarded-For", "203.0.113.5"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(slug(answer)).isEqualTo("not-found");
        assertThat(send(request("/q/metrics")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_request_that_came_over_tls_is_told_to_stay_there() {
        HttpResponse<String> answer = send(request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", "203.0.113.5")
                .header("X-Forwarded-Proto", "https"));

        assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
        assertThat(Services.patients().seen.peek().header("x-forwarded-proto")).isEqualTo("https");
    }

    @Test
    void without_redis_each_gateway_counts_alone_and_nobody_waits() {
        RedisServer.current().kill();
        await().until(() -> !limits.isShared());

        long begun = System.nanoTime();
        List<HttpResponse<String>> answers = atOnce(200, token);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(100);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(100);
    }

    @Test
    void redis_killed_in_the_middle_and_back_again_costs_nobody_an_answer() {
        List<HttpResponse<String>> answers = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            if (i == 100) RedisServer.current().kill();
            if (i == 200) RedisServer.current().start();
            answers.add(call(newCaller()));
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        await().atMost(Duration.ofSeconds(5)).until(limits::isShared);
        assertThat(call(token).headers().firstValue("ratelimit"))
                .hasValueSatisfying(limit -> assertThat(limit).contains("r=99"));
    }

    @Test
    void a_restarted_redis_still_knows_who_has_had_enough() throws Exception {
        atOnce(100, token);
        // Redis writes its append-only file once a second.
        Thread.sleep(1_500);
        RedisServer.current().kill();
        RedisServer.current().start();
        await().until(limits::isShared);

        assertThat(call(token).statusCode()).isEqualTo(429);
    }

    @Test
    void a_redis_that_hangs_holds_up_only_those_who_just_asked() throws Exception {
        call(token);
        signal("STOP");
        try {
            long begun = System.nanoTime();
            assertThat(call(token).statusCode()).isEqualTo(200);
            Duration first = Duration.ofNanos(System.nanoTime() - begun);
            begun = System.nanoTime();
            for (int i = 0; i < 20; i++) assertThat(call(token).statusCode()).isEqualTo(200);
            Duration later = Duration.ofNanos(System.nanoTime() - begun).dividedBy(20);

            assertThat(first).isLessThan(Duration.ofMillis(900));
            assertThat(later).isLessThan(Duration.ofMillis(40));
            assertThat(limits.isShared()).isFalse();
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(10)).until(limits::isShared);
    }

    private static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-" + name, Long.toString(RedisServer.current().pid()))
                .start()
                .waitFor();
    }

    private static List<HttpResponse<String>> atOnce(int times, String token) {
        var answers = IntStream.range(0, times)
                .mapToObj(i -> Client.HTTP.sendAsync(
                        request("/api/v1/patients")
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString()))
                .toList();
        return answers.stream().map(answer -> answer.join()).toList();
    }

    private static HttpResponse<String> call(String token) {
        return send(request("/api/v1/patients").header("Authorization", "Bearer " + token));
    }

    private static java.net.http.HttpRequest.Builder from(String address, String token) {
        return request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", address);
    }

    private static String newCaller() {
        return Tokens.of("doctor", Map.of("sub", UUID.randomUUID().toString()));
    }
}
