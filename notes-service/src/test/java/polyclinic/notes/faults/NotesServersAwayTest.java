package polyclinic.notes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.management;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.noteBody;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

/** A server dies in the middle of the work and comes back. */
@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
class NotesServersAwayTest {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(60);

    @Inject
    MongoClient mongo;

    private final UUID patient = patientInCare();

    @Test
    void without_kafka_work_goes_on_and_everything_is_published_when_it_is_back() {
        KafkaServer.current().kill();
        String id;
        List<String> batch;
        try {
            id = drafted("doctor", patient).getString("id");
            as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
            sign("doctor", id);
            batch = as("nurse")
                    .body("""
                            {"patientId":"%s","entries":[{"dataType":"vital_signs","data":{"pulse":70}},\
                            {"dataType":"vital_signs","data":{"pulse":71}}]}""".formatted(patient))
                    .post("/api/v1/clinical-data/batch")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items.id");
        } finally {
            KafkaServer.current().start();
        }

        await().atMost(RECOVERY_TIMEOUT)
                .until(() -> collection("notes").countDocuments(new Document("outboxPending", true)) == 0
                        && collection("clinical_data").countDocuments(new Document("outboxPending", true)) == 0);
        TopicClient.await("notes.events", message -> id.equals(message.key()), 2);
        for (String of : batch) TopicClient.await("notes.events", message -> of.equals(message.key()));
        TopicClient.await("audit.entries", message -> message.body().contains(batch.get(1)));
        List<TopicClient.Message> entries = TopicClient.await(
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
        MongoServer.assumeOwn();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> write(acknowledged, stop)))
                .toList();
        writers.forEach(Thread::start);
        await().atMost(RECOVERY_TIMEOUT).until(() -> acknowledged.size() > 40);

        MongoServer.current().kill();
        Response refused = as("nurse").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes");
        int ready = management().get("/q/health/ready").statusCode();
        int live = management().get("/q/health/live").statusCode();
        MongoServer.current().start();
        int before = acknowledged.size();
        await().atMost(RECOVERY_TIMEOUT).until(() -> acknowledged.size() > before + 20);
        stop.set(true);
        for (Thread writer : writers) writer.join();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(ready).isEqualTo(503);
        assertThat(live).isEqualTo(200);
        management().get("/q/health/ready").then().statusCode(200);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        List<String> stored = collection("notes")
                .find(new Document("patientId", patient))
                .map(note -> note.get("content", Document.class).getString("text"))
                .into(new ArrayList<>());
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(stored).containsAll(acknowledged);
        await().atMost(RECOVERY_TIMEOUT)
                .until(() -> collection("notes").countDocuments(new Document("outboxPending", true)) == 0);
        Set<String> published = TopicClient.all("notes.events").stream()
                .filter(message -> patient.toString()
                        .equals(message.json().path("patientId").asText()))
                .map(TopicClient.Message::key)
                .collect(Collectors.toSet());
        assertThat(published).hasSize(stored.size());
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

    private MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("notes").getCollection(name);
    }
}
