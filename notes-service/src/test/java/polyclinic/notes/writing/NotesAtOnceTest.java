package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.Topics;
import polyclinic.notes.ServiceTest;
import polyclinic.notes.Together;

/** Many at once: one text wins, and one key has one effect. */
@QuarkusTest
class NotesAtOnceTest extends ServiceTest {
    private static final int MANY = 20;

    private final UUID patient = patientInCare();

    @Test
    void of_many_edits_at_once_one_wins_and_the_others_get_both_texts() {
        String id = drafted("doctor", patient).getString("id");

        List<Response> answers = Together.run(IntStream.range(0, MANY)
                .<Supplier<Response>>mapToObj(
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
        Topics.await("notes.events", message -> id.equals(message.key()), 2);
        assertThat(Topics.all("notes.events"))
                .filteredOn(message -> id.equals(message.key()))
                .hasSize(2);
    }

    @Test
    void one_key_drafts_one_note_and_all_answers_agree() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = together(() -> as("doctor")
                .header("Idempotency-Key", key)
                .body(noteBody(patient, "soap", SOAP))
                .post("/api/v1/notes"));

        agree(answers, 201);
        assertThat(collection("notes").countDocuments(new Document("patientId", patient)))
                .isEqualTo(1);
        String id = answers.get(0).path("id");
        Topics.await("notes.events", message -> id.equals(message.key()));
        assertThat(Topics.all("notes.events"))
                .filteredOn(message -> patient.toString()
                        .equals(message.json().path("patientId").asText()))
                .hasSize(1);
    }

    @Test
    void one_key_signs_once_and_all_answers_agree() {
        String id = drafted("doctor", patient).getString("id");
        String key = UUID.randomUUID().toString();

        List<Response> answers = together(
                () -> as("doctor").header("Idempotency-Key", key).body("{}").post("/api/v1/notes/" + id + "/sign"));

        agree(answers, 200);
        assertThat(as("doctor").get("/api/v1/notes/" + id).<Integer>path("version"))
                .isEqualTo(2);
    }

    @Test
    void one_key_adds_one_addendum_and_all_answers_agree() {
        String id = drafted("doctor", patient).getString("id");
        sign("doctor", id);
        String key = UUID.randomUUID().toString();

        List<Response> answers = together(() -> as("doctor")
                .header("Idempotency-Key", key)
                .body("{\"text\":\"once\"}")
                .post("/api/v1/notes/" + id + "/addenda"));

        agree(answers, 201);
        assertThat(as("doctor").get("/api/v1/notes/" + id).<List<String>>path("addenda.text"))
                .containsExactly("once");
    }

    @Test
    void addenda_of_many_at_once_are_all_kept() {
        String id = drafted("doctor", patient).getString("id");
        sign("doctor", id);

        List<Response> answers = Together.run(IntStream.range(0, MANY)
                .<Supplier<Response>>mapToObj(i -> () ->
                        as("doctor").body("{\"text\":\"addendum " + i + "\"}").post("/api/v1/notes/" + id + "/addenda"))
                .toList());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(as("doctor").get("/api/v1/notes/" + id).<List<String>>path("addenda.text"))
                .hasSize(MANY);
    }

    @Test
    void signing_and_editing_at_once_never_change_what_was_signed() {
        for (int round = 0; round < 5; round++) {
            String id = drafted("doctor", patient).getString("id");

            List<Response> answers = Together.run(List.of(
                    () -> edit("doctor", id, 1, "{\"content\":{\"plan\":\"changed\"}}"),
                    () -> as("doctor").body("{}").post("/api/v1/notes/" + id + "/sign")));

            Response edited = answers.get(0);
            Response signed = answers.get(1);
            assertThat(signed.statusCode()).isEqualTo(200);
            assertThat(edited.statusCode()).isIn(200, 409);
            String expected = edited.statusCode() == 200 ? "changed" : "Fluids";
            assertThat(signed.<String>path("content.plan")).isEqualTo(expected);
            assertThat(as("doctor").get("/api/v1/notes/" + id).<String>path("content.plan"))
                    .isEqualTo(expected);
        }
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

    private static List<Response> together(Supplier<Response> request) {
        return Together.run(java.util.Collections.nCopies(MANY, request));
    }

    private static void agree(List<Response> answers, int status) {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
            assertThat(answer.asString()).isEqualTo(answers.get(0).asString());
            assertThat(answer.header("ETag")).isEqualTo(answers.get(0).header("ETag"));
        });
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
    }
}
