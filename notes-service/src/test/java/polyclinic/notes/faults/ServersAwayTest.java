package polyclinic.notes.faults;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.Topics;
import polyclinic.notes.ServiceTest;

/** A server dies in the middle of the work and comes back. */
@QuarkusTest
class ServersAwayTest extends ServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final UUID patient = patientInCare();

    @Test
    void without_kafka_work_goes_on_and_everything_is_told_when_it_is_back() {
        KafkaServer.current().kill();
        String id;
        try {
            id = drafted("doctor", patient).getString("id");
            as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
            sign("doctor", id);
        } finally {
            KafkaServer.current().start();
        }

        await().atMost(PATIENCE)
                .until(() -> collection("notes").countDocuments(new Document("outboxPending", true)) == 0);
        Topics.await("notes.events", message -> id.equals(message.key()), 2);
        List<Topics.Message> entries = Topics.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()),
                3);
        assertThat(entries.stream()
                        .map(entry -> entry.json().path("id").asText())
                        .distinct())
                .hasSize(3);
        assertThat(entries.stream()
                        .map(entry -> entry.json().path("action").asText())
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("create", "read", "sign"));
    }

    @Test
    void what_was_acknowledged_before_the_store_was_killed_is_there_once() throws InterruptedException {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> write(acknowledged, stop)))
                .toList();
        writers.forEach(Thread::start);
        await().atMost(PATIENCE).until(() -> acknowledged.size() > 40);

        MongoServer.current().kill();
        Response refused = as("nurse").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes");
        int ready = given().get("/q/health/ready").statusCode();
        int live = given().get("/q/health/live").statusCode();
        MongoServer.current().start();
        int before = acknowledged.size();
        await().atMost(PATIENCE).until(() -> acknowledged.size() > before + 20);
        stop.set(true);
        for (Thread writer : writers) writer.join();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(ready).isEqualTo(503);
        assertThat(live).isEqualTo(200);
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        List<String> stored = collection("notes")
                .find(new Document("patientId", patient))
                .map(note -> note.get("content", Document.class).getString("text"))
                .into(new java.util.ArrayList<>());
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(stored).containsAll(acknowledged);
        await().atMost(PATIENCE)
                .until(() -> collection("notes").countDocuments(new Document("outboxPending", true)) == 0);
        Set<String> told = Topics.all("notes.events").stream()
                .filter(message -> patient.toString()
                        .equals(message.json().path("patientId").asText()))
                .map(Topics.Message::key)
                .collect(Collectors.toSet());
        assertThat(told).hasSize(stored.size());
    }

    /** A client that repeats what was not answered, with the same key. */
    private void write(Set<String> acknowledged, AtomicBoolean stop) {
        while (!stop.get()) {
            String text = UUID.randomUUID().toString();
            int status = 0;
            while (status != 201 && !stop.get()) {
                status = as("nurse")
                        .header("Idempotency-Key", text)
                        .body(noteBody(patient, "manual", "{\"text\":\"" + text + "\"}"))
                        .post("/api/v1/notes")
                        .statusCode();
            }
            if (status == 201) acknowledged.add(text);
        }
    }
}
