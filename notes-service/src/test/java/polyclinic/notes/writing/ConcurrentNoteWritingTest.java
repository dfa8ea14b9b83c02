package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.assertOneEffect;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.noteBody;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

/** Many at once: one text wins, and one key has one effect. */
@QuarkusTest
class ConcurrentNoteWritingTest extends NotesServiceTest {
    private static final int MANY = 20;

    private final UUID patient = patientInCare();

    @Test
    void of_many_edits_at_once_one_wins_and_the_others_get_both_texts() {
        String id = drafted("doctor", patient).getString("id");

        List<Response> answers = Concurrently.run(IntStream.range(0, MANY)
                .<Callable<Response>>mapToObj(
                        i -> () -> edit("doctor", id, 1, "{\"content\":{\"plan\":\"plan " + i + "\"}}"))
                .toList());

        Map<Integer, Long> statuses =
                answers.stream().collect(Collectors.groupingBy(Response::statusCode, Collectors.counting()));
        assertThat(statuses).isEqualTo(Map.of(200, 1L, 412, MANY - 1L));
        String winner = as("doctor").get("/api/v1/notes/" + id).path("content.plan");
        List<Response> losers =
                answers.stream().filter(answer -> answer.statusCode() == 412).toList();
        assertThat(losers).allSatisfy(answer -> {
            assertThat(answer.<String>path("current.content.plan")).isEqualTo(winner);
            assertThat(answer.<String>path("yours.content.plan"))
                    .startsWith("plan ")
                    .isNotEqualTo(winner);
        });
        assertThat(collection("note_versions").countDocuments(new Document("noteId", UUID.fromString(id))))
                .isEqualTo(1);
        TopicClient.await("notes.events", message -> id.equals(message.key()), 2);
        assertThat(TopicClient.all("notes.events"))
                .filteredOn(message -> id.equals(message.key()))
                .hasSize(2);
    }

    @Test
    void one_key_drafts_one_note_and_all_answers_agree() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(MANY, () -> as("doctor")
                .header("Idempotency-Key", key)
                .body(noteBody(patient, "soap", SOAP))
                .post("/api/v1/notes"));

        assertOneEffect(answers, 201);
        assertThat(collection("notes").countDocuments(new Document("patientId", patient)))
                .isEqualTo(1);
        String id = answers.get(0).path("id");
        TopicClient.await("notes.events", message -> id.equals(message.key()));
        assertThat(TopicClient.all("notes.events"))
                .filteredOn(message -> patient.toString()
                        .equals(message.json().path("patientId").asText()))
                .hasSize(1);
    }

    @Test
    void a_key_with_another_body_is_refused_and_a_repetition_says_so() {
        String key = UUID.randomUUID().toString();
        Response first = as("doctor")
                .header("Idempotency-Key", key)
                .body(noteBody(patient, "soap", SOAP))
                .post("/api/v1/notes");

        Response again = as("doctor")
                .header("Idempotency-Key", key)
                .body(noteBody(patient, "soap", SOAP))
                .post("/api/v1/notes");
        Response other = as("doctor")
                .header("Idempotency-Key", key)
                .body(noteBody(patient, "manual", SOAP))
                .post("/api/v1/notes");

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.<String>path("type")).isEqualTo("urn:polyclinic:problem:idempotency-key-reused");
    }
}
