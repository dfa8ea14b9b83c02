package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.Client.asDoctor;
import static polyclinic.gateway.Client.get;
import static polyclinic.gateway.Client.post;
import static polyclinic.gateway.Client.slug;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that fail: the client always gets a problem that says so, soon, and never a 500. */
@QuarkusTest
class FaultsTest {

    @BeforeEach
    void allWell() {
        Services.patients().start();
        recovered();
        Services.patients().forget();
    }

    @AfterEach
    void restore() {
        Services.patients().start();
        recovered();
    }

    @Test
    void one_that_does_not_answer_is_504_in_its_time() {
        long begun = System.nanoTime();
        HttpResponse<String> answer = get("/api/v1/patients/slow");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(slug(answer)).isEqualTo("gateway-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(650), Duration.ofMillis(2500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies", "nonsense", "switches"})
    void one_that_breaks_off_before_the_answer_is_502(String how) {
        HttpResponse<String> answer = get("/api/v1/patients/" + how);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(slug(answer)).isEqualTo("bad-gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies-midway", "dies-midchunk"})
    void one_that_dies_in_mid_answer_never_looks_like_a_whole_answer(String how) {
        assertThatThrownBy(() ->
                        Client.HTTP.send(asDoctor("/api/v1/patients/" + how).build(), BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
        assertThat(get("/api/v1/patients").statusCode()).isEqualTo(200);
    }

    @Test
    void what_may_have_been_done_is_not_sent_again() {
        post("/api/v1/patients/dies", "{}");
        get("/api/v1/patients/dies");

        assertThat(Services.patients().seen).hasSize(2);
    }

    @Test
    void one_that_nobody_runs_is_503_at_once() {
        HttpResponse<String> answer = get("/api/v1/audit");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(slug(answer)).isEqualTo("unavailable");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void a_killed_one_is_503_and_answers_again_after_its_restart() {
        Services.patients().kill();

        HttpResponse<String> reading = get("/api/v1/patients");
        HttpResponse<String> writing = post("/api/v1/patients", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(List.of(reading.statusCode(), writing.statusCode())).containsOnly(503);

        Services.patients().start();
        recovered();
        assertThat(post("/api/v1/patients", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void a_get_survives_a_restart_that_is_quick() {
        get("/api/v1/patients");
        Services.patients().kill();
        CompletableFuture<HttpResponse<String>> answer =
                Client.HTTP.sendAsync(asDoctor("/api/v1/patients").build(), BodyHandlers.ofString());
        Services.patients().start();

        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void an_open_circuit_spares_the_service_and_the_others_go_on() {
        for (int i = 0; i < 3; i++) get("/api/v1/patients/dies");
        Services.patients().forget();

        HttpResponse<String> refused = get("/api/v1/patients");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(Services.patients().seen).isEmpty();
        assertThat(get("/api/v1/doctors").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void an_open_circuit_lets_one_try_and_closes_again() throws Exception {
        for (int i = 0; i < 3; i++) get("/api/v1/patients/dies");
        Thread.sleep(600);
        Services.patients().forget();

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> Client.HTTP.sendAsync(
                        asDoctor("/api/v1/patients/unhurried").build(), BodyHandlers.ofString()))
                .toList();

        assertThat(answers.stream().map(answer -> answer.join().statusCode()).filter(status -> status == 200))
                .hasSize(1);
        assertThat(Services.patients().seen).hasSize(1);
        assertThat(get("/api/v1/patients").statusCode()).isEqualTo(200);
    }

    @Test
    void killed_under_load_every_request_is_answered_soon_and_none_with_500() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> {
                    if (i == 60) Services.patients().kill();
                    if (i == 140) Services.patients().start();
                    return Client.HTTP.sendAsync(
                            asDoctor("/api/v1/patients/unhurried").build(), BodyHandlers.ofString());
                })
                .toList();

        for (var answer : answers) {
            assertThat(answer.join().statusCode()).isIn(200, 502, 503, 504);
            if (answer.join().statusCode() != 200) Client.problem(answer.join());
        }
    }

    private static void recovered() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/patients").statusCode() == 200
                        && get("/api/v1/patients").statusCode() == 200);
    }
}
