package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.post;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.upstreams.Upstream;
import polyclinic.gateway.upstreams.Upstreams;

/** When a service fails, the client always gets a problem that says so, soon, and never a 500. */
@QuarkusTest
class UpstreamFaultsTest {

    @Inject
    Upstreams upstreams;

    @BeforeEach
    void reset() {
        StubUpstreams.patients().start();
        recovered();
        StubUpstreams.patients().reset();
    }

    @AfterEach
    void restore() {
        StubUpstreams.patients().start();
        recovered();
    }

    @Test
    void a_service_that_does_not_answer_is_504_after_its_time_limit() {
        long begun = System.nanoTime();
        HttpResponse<String> answer = get("/api/v1/patients/slow");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(slug(answer)).isEqualTo("gateway-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(650));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies", "nonsense", "switches"})
    void a_service_that_breaks_off_before_the_answer_is_502(String how) {
        HttpResponse<String> answer = get("/api/v1/patients/" + how);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(slug(answer)).isEqualTo("bad-gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies-midway", "dies-midchunk"})
    void a_service_that_dies_in_mid_answer_never_looks_like_a_complete_answer(String how) {
        assertThatThrownBy(() -> GatewayClient.HTTP.send(
                        asDoctor("/api/v1/patients/" + how).build(), BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
        assertThat(get("/api/v1/patients").statusCode()).isEqualTo(200);
    }

    @Test
    void a_request_that_may_have_taken_effect_is_not_sent_again() {
        assertThat(post("/api/v1/patients/dies", "{}").statusCode()).isEqualTo(502);

        assertThat(StubUpstreams.patients().received).hasSize(1);
    }

    @Test
    void what_reads_is_asked_once_more_when_the_connection_breaks() {
        assertThat(get("/api/v1/patients/dies").statusCode()).isEqualTo(502);

        assertThat(StubUpstreams.patients().received).hasSize(2);
    }

    @Test
    void a_kept_connection_that_the_service_gives_up_at_that_moment_is_no_failure() {
        assertThat(get("/api/v1/patients/dies-once").statusCode()).isEqualTo(200);

        assertThat(StubUpstreams.patients().received).hasSize(2);
    }

    @Test
    void a_service_that_is_not_running_is_503_at_once() {
        HttpResponse<String> answer = get("/api/v1/audit");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(slug(answer)).isEqualTo("unavailable");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void a_killed_service_is_503_and_answers_again_after_its_restart() {
        StubUpstreams.patients().kill();

        HttpResponse<String> reading = get("/api/v1/patients");
        HttpResponse<String> writing = post("/api/v1/patients", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(List.of(reading.statusCode(), writing.statusCode())).containsOnly(503);

        StubUpstreams.patients().start();
        recovered();
        assertThat(post("/api/v1/patients", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void a_get_survives_a_quick_restart() {
        get("/api/v1/patients");
        StubUpstreams.patients().kill();
        CompletableFuture<HttpResponse<String>> answer =
                GatewayClient.HTTP.sendAsync(asDoctor("/api/v1/patients").build(), BodyHandlers.ofString());
        StubUpstreams.patients().start();

        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void an_open_circuit_spares_the_service_and_does_not_affect_the_others() {
        for (int i = 0; i < 3; i++) get("/api/v1/patients/dies");
        StubUpstreams.patients().reset();

        HttpResponse<String> refused = get("/api/v1/patients");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(StubUpstreams.patients().received).isEmpty();
        assertThat(get("/api/v1/doctors").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void an_open_circuit_admits_one_trial_at_a_time_and_closes_again() {
        for (int i = 0; i < 3; i++) get("/api/v1/patients/dies");
        await().pollInterval(Duration.ofMillis(10)).until(this::isTrialDue);
        StubUpstreams.patients().reset();
        StubUpstreams.patients().holdResponses = true;

        long begun = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> GatewayClient.HTTP.sendAsync(
                        asDoctor("/api/v1/patients/held").build(), BodyHandlers.ofString()))
                .toList();
        // The others are refused; on a slow machine the trial may be given up before they all are, and another made.
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> answers.stream().filter(CompletableFuture::isDone).count() >= 18);
        int trials = StubUpstreams.patients().received.size();
        long openTimes = Duration.ofNanos(System.nanoTime() - begun).dividedBy(StubUpstreams.CIRCUIT_OPEN);
        StubUpstreams.patients().holdResponses = false;

        assertThat(trials).isBetween(1, Math.toIntExact(1 + openTimes));
        assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                .contains(503)
                .isSubsetOf(503, 200, 504);
        assertThat(get("/api/v1/patients").statusCode()).isEqualTo(200);
    }

    @Test
    void when_killed_under_load_every_request_is_answered_soon_and_none_with_500() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> {
                    if (i == 60) StubUpstreams.patients().kill();
                    if (i == 140) StubUpstreams.patients().start();
                    return GatewayClient.HTTP.sendAsync(
                            GatewayClient.asOneOfTen(i, "/api/v1/patients/unhurried")
                                    .build(),
                            BodyHandlers.ofString());
                })
                .toList();

        for (var answer : answers) {
            assertThat(answer.join().statusCode()).isIn(200, 502, 503, 504);
            if (answer.join().statusCode() != 200) GatewayClient.problem(answer.join());
        }
    }

    private boolean isTrialDue() {
        Upstream patients = upstreams.forPath("/api/v1/patients");
        return patients != null && patients.isAvailable();
    }

    /** Asks twice, so that the next request meets a closed circuit and not the trial of an open one. */
    private static void recovered() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> Stream.generate(() -> get("/api/v1/patients").statusCode())
                        .limit(2)
                        .allMatch(status -> status == 200));
    }
}
