package polyclinic.notes.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.assertOneEffect;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

/** Many at once: what was signed stays, and one key has one effect. */
@QuarkusTest
class ConcurrentNoteSigningTest extends NotesServiceTest {
    private static final int MANY = 20;

    private final UUID patient = patientInCare();

    @Test
    void one_key_signs_once_and_all_answers_agree() {
        String id = drafted("doctor", patient).getString("id");
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(
                MANY,
                () -> as("doctor").header("Idempotency-Key", key).body("{}").post("/api/v1/notes/" + id + "/sign"));

        assertOneEffect(answers, 200);
        assertThat(as("doctor").get("/api/v1/notes/" + id).<Integer>path("version"))
                .isEqualTo(2);
    }

    @Test
    void one_key_adds_one_addendum_and_all_answers_agree() {
        String id = drafted("doctor", patient).getString("id");
        sign("doctor", id);
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(MANY, () -> as("doctor")
                .header("Idempotency-Key", key)
                .body("{\"text\":\"once\"}")
                .post("/api/v1/notes/" + id + "/addenda"));

        assertOneEffect(answers, 201);
        assertThat(as("doctor").get("/api/v1/notes/" + id).<List<String>>path("addenda.text"))
                .containsExactly("once");
    }

    @Test
    void addenda_of_many_at_once_are_all_kept() {
        String id = drafted("doctor", patient).getString("id");
        sign("doctor", id);

        List<Response> answers = Concurrently.run(IntStream.range(0, MANY)
                .<Callable<Response>>mapToObj(i -> () ->
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

            List<Response> answers = Concurrently.run(List.of(
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
}
