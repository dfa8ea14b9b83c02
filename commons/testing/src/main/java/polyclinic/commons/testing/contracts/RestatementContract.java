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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.testing.servers.TopicClient;

/** {@code /q/restatements} as operators use it, and what comes of it. A subclass makes a thing of each kind. */
public abstract class RestatementContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    protected abstract String topic();

    /** Makes one of each kind that the service states: kind → id. */
    protected abstract Map<String, UUID> things();

    @Test
    void all_that_the_service_owns_is_stated_to_the_end_in_the_partitions_of_its_events() {
        Map<String, UUID> things = things();
        Instant begin = Instant.now();

        assertThat(kinds(begin()))
                .containsExactlyElementsOf(things.keySet().stream().sorted().toList());
        awaitEnd(begin);

        things.forEach((kind, id) -> {
            List<JsonNode> facts = restatements(kind, begin).stream()
                    .flatMap(restatement -> StreamSupport.stream(
                                    restatement.path("facts").spliterator(), false)
                            .peek(fact -> assertThat(Partitions.of(
                                            UUID.fromString(fact.path("key").asText()),
                                            restatement.path("partitions").asInt()))
                                    .isEqualTo(restatement.path("partition").asInt())))
                    .filter(fact -> fact.path("id").asText().equals(id.toString()))
                    .toList();
            assertThat(facts).as("restatements of " + kind + " " + id).hasSize(1);
            assertThat(facts.get(0).path("data").isObject()).isTrue();
            assertThat(facts.get(0).path("type").asText()).endsWith(".v1");
        });
    }

    /** Has everything stated now. */
    protected static JsonNode begin() {
        return send("POST");
    }

    /** Waits until each kind has been stated to its end since then. */
    protected static void awaitEnd(Instant begin) {
        await().atMost(TIMEOUT).until(() -> StreamSupport.stream(
                        send("GET").path("restatements").spliterator(), false)
                .allMatch(line -> !line.has("startedAt")
                        && line.has("finishedAt")
                        && !Instant.parse(line.path("finishedAt").asText()).isBefore(begin)));
    }

    /** Those of the kind that were made since then and have arrived. */
    protected List<JsonNode> restatements(String kind, Instant begin) {
        // The last range has no end and is stated in every partition.
        TopicClient.await(topic(), message -> isOf(message, kind, begin) && isLast(message), 1);
        return TopicClient.await(topic(), message -> isOf(message, kind, begin), 1).stream()
                .map(message -> (JsonNode) message.json())
                .toList();
    }

    private static boolean isOf(TopicClient.Message message, String kind, Instant begin) {
        return message.type().startsWith("restatement.")
                && message.text("kind").equals(kind)
                && !Instant.parse(message.headers().get("ce_time")).isBefore(begin);
    }

    private static boolean isLast(TopicClient.Message message) {
        return message.json().path("through").isMissingNode()
                || message.json().path("through").isNull();
    }

    private static List<String> kinds(JsonNode report) {
        return StreamSupport.stream(report.path("restatements").spliterator(), false)
                .map(line -> line.path("kind").asText())
                .toList();
    }

    private static JsonNode send(String method) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/restatements"))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
