package polyclinic.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;

/** What clients notice when a server is killed, and what is stored afterwards. */
@QuarkusTest
class ServerOutageTest extends ServiceTest {
    private static final int CLIENTS = 4;
    private static final int EACH = 25;

    @Inject
    Pool pool;

    @Test
    void without_kafka_patients_are_registered_and_read_and_all_events_are_published_later() {
        registered();
        KafkaServer.current().kill();
        String id;
        try {
            id = registered();
            assertThat(as("nurse").get("/api/v1/patients/" + id).statusCode()).isEqualTo(200);
        } finally {
            KafkaServer.current().start();
        }

        TopicClient.await("patient.events", message -> message.key().equals(id));
        for (String action : List.of("create", "read"))
            TopicClient.await(
                    "audit.entries",
                    message -> message.key().equals(id)
                            && message.json().path("action").asText().equals(action));
        await("an empty outbox").atMost(Duration.ofSeconds(20)).until(() -> count("outbox") == 0);
    }

    @Test
    void what_was_answered_before_postgresql_was_killed_is_there_afterwards_exactly_once() throws Exception {
        long before = count("patient");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++)
            clients.add(() -> {
                for (int i = 0; i < EACH; i++) registerUntilAnswered(acknowledged);
                return null;
            });
        clients.add(() -> {
            await().until(() -> acknowledged.size() > 10);
            PostgresServer.current().kill();
            PostgresServer.current().start();
            return null;
        });

        var threads = Executors.newFixedThreadPool(clients.size());
        for (Future<Void> done : threads.invokeAll(clients)) done.get();
        threads.shutdown();

        assertThat(acknowledged).hasSize(CLIENTS * EACH);
        assertThat(count("patient")).isEqualTo(before + CLIENTS * EACH);
        await("an empty outbox").atMost(Duration.ofSeconds(20)).until(() -> count("outbox") == 0);
        assertThat(TopicClient.all("patient.events").stream()
                        .filter(message -> message.type().equals("patient.registered.v1"))
                        .map(TopicClient.Message::key))
                .containsAll(acknowledged);
    }

    /** As a client does: the same key and body again until there is an answer. */
    private static void registerUntilAnswered(Set<String> acknowledged) throws InterruptedException {
        String body = newPatient();
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; attempt < 60; attempt++) {
            Response answer = as("reception")
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post("/api/v1/patients?confirmDistinct=true");
            if (answer.statusCode() == 201) {
                acknowledged.add(answer.path("id"));
                return;
            }
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            Thread.sleep(250);
        }
        throw new IllegalStateException("no answer");
    }

    private long count(String what) {
        return pool.query("select count(*) from " + what)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getLong(0);
    }
}
