package polyclinic.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

@QuarkusTest
class TokenVerifierTest {

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expired",
                "forged",
                "unsigned",
                "wrong audience",
                "rubbish",
                "empty",
                "basic",
                "twice",
                "none",
                "too long"
            })
    void without_a_valid_token_nothing_is_forwarded(String kind) {
        var request = request("/api/v1/patients");
        switch (kind) {
            case "expired" -> request.header("Authorization", "Bearer " + TestTokens.expired("doctor"));
            case "forged" -> request.header("Authorization", "Bearer " + TestTokens.forged("doctor"));
            case "unsigned" -> request.header("Authorization", "Bearer " + TestTokens.unsigned("admin"));
            case "wrong audience" -> request.header("Authorization", "Bearer " + TestTokens.wrongAudience("doctor"));
            case "rubbish" -> request.header("Authorization", "Bearer a.b.c");
            case "empty" -> request.header("Authorization", "Bearer ");
            case "basic" -> request.header("Authorization", "Basic ZG9jdG9yOmRvY3Rvcg==");
            case "twice" ->
                request.header("Authorization", "Bearer " + TestTokens.of("doctor"))
                        .header("Authorization", "Bearer " + TestTokens.of("admin"));
            case "too long" -> request.header("Authorization", "Bearer " + "x".repeat(20_000));
            default -> {}
        }

        HttpResponse<String> answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(slug(answer)).isEqualTo("unauthorized");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void a_valid_token_is_accepted_again_until_it_expires() {
        String shortLived = TestTokens.of("nurse", Map.of("exp", Instant.now().getEpochSecond() + 2));

        assertThat(get("/api/v1/patients", shortLived).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/patients", shortLived).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/v1/patients", shortLived).statusCode() != 200);
        HttpResponse<String> late = get("/api/v1/patients", shortLived);

        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token"));
    }

    @Test
    void a_refused_token_that_is_sent_again_is_not_verified_again() {
        String forged = TestTokens.forged("doctor");
        double before = verifications();

        for (int i = 0; i < 5; i++)
            assertThat(get("/api/v1/patients", forged).statusCode()).isIn(401, 429);

        assertThat(verifications() - before).isEqualTo(1);
    }

    private double verifications() {
        return metrics.counter("gateway.tokens.verifications").count();
    }

    @Test
    void a_token_that_differs_in_one_character_is_not_accepted() {
        String token = TestTokens.of("doctor");
        assertThat(send(request("/api/v1/patients").header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(200);
        char last = token.charAt(token.length() - 10);
        String other = token.substring(0, token.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);

        assertThat(send(request("/api/v1/patients").header("Authorization", "Bearer " + other))
                        .statusCode())
                .isEqualTo(401);
    }
}
