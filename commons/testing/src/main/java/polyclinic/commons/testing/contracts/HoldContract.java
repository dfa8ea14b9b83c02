package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /q/hold} as whoever makes a recovery point uses it. A subclass names what the service says is pending. */
public abstract class HoldContract {
    private static final String PATH = "/q/hold";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Members of {@code pending} that are there from the start; others come when their work is first done. */
    protected abstract Set<String> pending();

    @AfterEach
    void releaseAfterwards() {
        release();
    }

    /** Holds the service under test. */
    public static JsonNode hold(String length) {
        return json(post("{\"for\":\"" + length + "\"}"));
    }

    public static JsonNode release() {
        return json(send("DELETE", ""));
    }

    public static JsonNode state() {
        return json(send("GET", ""));
    }

    private static HttpResponse<String> post(String body) {
        return send("POST", body);
    }

    private static HttpResponse<String> send(String method, String body) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return read(answer);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertMalformed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(read(answer).path("type").asText()).isEqualTo("urn:polyclinic:problem:malformed-json");
    }

    @Test
    void a_hold_begins_is_extended_and_is_released() {
        Instant first = Instant.parse(hold("5s").path("until").asText());
        Instant second = Instant.parse(hold("12s").path("until").asText());
        Instant shorter = Instant.parse(hold("100ms").path("until").asText());
        boolean held = state().path("held").asBoolean();
        JsonNode released = release();

        assertThat(held).isTrue();
        assertThat(second).isAfter(first.plusSeconds(3));
        assertThat(shorter).isAfter(first.plusSeconds(3));
        assertThat(released.path("held").asBoolean()).isFalse();
        assertThat(released.has("until")).isFalse();
    }

    @Test
    void a_hold_that_nobody_renews_ends_by_itself() {
        hold("100ms");

        await().atMost(Duration.ofSeconds(20)).until(() -> !state().path("held").asBoolean());
    }

    @Test
    void no_hold_reaches_further_than_fifteen_seconds() {
        Instant until = Instant.parse(hold("99999s").path("until").asText());

        assertThat(until).isBefore(Instant.now().plusSeconds(16));
    }

    @Test
    void what_is_under_way_is_named_held_or_not() {
        JsonNode idle = state();
        JsonNode held = hold("2s");

        assertThat(idle.path("pending").fieldNames()).toIterable().containsAll(pending());
        assertThat(held.path("pending"))
                .allSatisfy(count -> assertThat(count.isIntegralNumber()).isTrue());
        assertThat(held.path("underWay").isInt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"10s\"",
                "{}",
                "{\"for\":10}",
                "{\"for\":\"10\"}",
                "{\"for\":\"-1s\"}",
                "{\"for\":\"0s\"}",
                "{\"for\":\"10m\"}",
                "{\"for\":\"1000000s\"}",
                "{\"for\":\"10s\",\"until\":1}"
            })
    void a_malformed_hold_is_refused_and_holds_nothing(String body) {
        assertMalformed(post(body));
        assertThat(state().path("held").asBoolean()).isFalse();
    }

    @Test
    void a_body_without_end_is_not_read() {
        assertMalformed(post("{\"for\":\"" + " ".repeat(5000)));
    }
}
