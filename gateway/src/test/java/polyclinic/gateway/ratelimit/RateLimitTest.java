package polyclinic.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.getAtOnce;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;
import polyclinic.gateway.testing.TightRateLimits;

/** A hundred requests an hour for each caller, behind a proxy that is trusted to report the client's address. */
@QuarkusTest
@TestProfile(TightRateLimits.class)
class RateLimitTest {

    private static final String PATIENTS = "/api/v1/patients";

    @Inject
    MeterRegistry metrics;

    private final String token = TestTokens.ofNewCaller();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void the_answer_shows_the_remaining_requests() {
        HttpResponse<String> first = get(PATIENTS, token);
        HttpResponse<String> second = get(PATIENTS, token);

        assertThat(first.headers().firstValue("ratelimit-policy")).hasValue("\"caller\";q=100;w=3600");
        assertThat(first.headers().firstValue("ratelimit")).hasValue("\"caller\";r=99;t=36");
        assertThat(second.headers().firstValue("ratelimit")).hasValue("\"caller\";r=98;t=72");
    }

    @Test
    void of_200_at_once_exactly_100_pass() {
        List<HttpResponse<String>> answers = getAtOnce(200, PATIENTS, token);

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(100);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(100);
        assertThat(StubUpstreams.patients().received).hasSize(100);
    }

    @Test
    void a_refusal_says_when_to_retry() {
        getAtOnce(100, PATIENTS, token);

        HttpResponse<String> refused = get(PATIENTS, token);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(slug(refused)).isEqualTo("rate-limited");
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1L, 36L);
        assertThat(refused.headers().firstValue("ratelimit"))
                .hasValueSatisfying(limit -> assertThat(limit).startsWith("\"caller\";r=0;"));
    }

    @Test
    void a_caller_beyond_the_limit_does_not_affect_others() {
        getAtOnce(101, PATIENTS, token);

        assertThat(get(PATIENTS, TestTokens.ofNewCaller()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_new_token_of_the_same_caller_gives_no_more_requests() {
        String subject = UUID.randomUUID().toString();
        for (int i = 0; i < 100; i++) get(PATIENTS, TestTokens.of("doctor", Map.of("sub", subject, "jti", "t" + i)));

        assertThat(get(PATIENTS, TestTokens.of("doctor", Map.of("sub", subject, "jti", "again")))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void failures_are_counted_by_address_and_do_not_lock_out_its_valid_tokens() {
        List<Integer> statuses = IntStream.range(0, 7)
                .mapToObj(i ->
                        send(from("198.51.100.7", TestTokens.forged("doctor"))).statusCode())
                .toList();

        assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429, 429);
        assertThat(send(from("198.51.100.7", token)).statusCode()).isEqualTo(200);
        assertThat(send(from("198.51.100.8", TestTokens.forged("doctor"))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_address_far_beyond_the_limit_of_failures_gets_no_token_verified_any_more() {
        String address = "198.51.100.9";
        assertThat(send(from(address, token)).statusCode()).isEqualTo(200);
        for (int i = 0; i < 5 + 1 + 50; i++) {
            send(from(address, TestTokens.forged("doctor")));
        }
        double before = verifications();

        assertThat(send(from(address, TestTokens.ofNewCaller())).statusCode()).isEqualTo(429);
        assertThat(send(from(address, TestTokens.forged("doctor"))).statusCode())
                .isEqualTo(429);
        assertThat(send(from(address, token)).statusCode())
                .as("a token that is known already")
                .isEqualTo(200);
        assertThat(verifications()).isEqualTo(before);
    }

    private double verifications() {
        return metrics.counter("gateway.tokens.verifications").count();
    }

    @Test
    void an_ipv6_host_cannot_escape_by_another_address_of_its_network() {
        for (int i = 1; i <= 5; i++) send(from("2001:db8:0:1::" + i, "x"));

        assertThat(send(from("2001:db8:0:1:aaaa::1", "x")).statusCode()).isEqualTo(429);
        assertThat(send(from("2001:db8:0:2::1", "x")).statusCode()).isEqualTo(401);
    }

    private static HttpRequest.Builder from(String address, String token) {
        return request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", address);
    }
}
