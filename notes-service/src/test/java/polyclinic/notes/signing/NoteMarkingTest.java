package polyclinic.notes.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.notes.testing.NotesServiceTest;

/** A note that was written of the wrong patient. */
@QuarkusTest
class NoteMarkingTest extends NotesServiceTest {
    private static final String REASON = "{\"reason\":\"of the bed beside\"}";

    private final UUID patient = patientInCare();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void it_is_gone_wherever_notes_are_shown_and_its_texts_are_kept(boolean signed) {
        String wrong = drafted("doctor", patient).getString("id");
        edit("doctor", wrong, 1, "{\"content\":{\"plan\":\"Rest\"}}").then().statusCode(200);
        if (signed) sign("doctor", wrong);
        await().until(() -> timeline().size() == (signed ? 3 : 2));

        mark("doctor", wrong, REASON)
                .then()
                .statusCode(200)
                .body("status", equalTo(signed ? "signed" : "draft"))
                .body("enteredInError.reason", equalTo("of the bed beside"));

        for (String question : List.of("", "&q=cough", "&type=soap"))
            as("doctor")
                    .get("/api/v1/notes?patientId=" + patient + question)
                    .then()
                    .body("items", empty());
        as("doctor")
                .body("{\"patientId\":\"%s\",\"q\":\"cough\",\"enteredInError\":true}".formatted(patient))
                .post("/api/v1/notes/search")
                .then()
                .body("items.id", contains(wrong));
        asPatient(patient).get("/api/v1/notes/" + wrong).then().statusCode(404);
        asPatient(patient).get("/api/v1/notes").then().body("items", empty());
        await().until(() -> timeline().isEmpty());
        as("nurse").get("/api/v1/notes/" + wrong + "/versions").then().body("items", hasSize(2));
        assertThat(TopicClient.auditEntry("enter-in-error", wrong).text("patientId"))
                .isEqualTo(patient.toString());
        assertThat(TopicClient.event("notes.events", "note.entered-in-error.v1", wrong)
                        .body())
                .doesNotContain("bed beside");
    }

    @Test
    void nothing_is_written_into_it_any_more() {
        String draft = drafted("doctor", patient).getString("id");
        String signed = drafted("doctor", patient).getString("id");
        sign("doctor", signed);
        for (String wrong : List.of(draft, signed))
            mark("doctor", wrong, REASON).then().statusCode(200);

        assertProblem(edit("doctor", draft, 2, "{\"content\":{\"plan\":\"x\"}}"), 409, "entered-in-error");
        assertProblem(as("doctor").body("{}").post("/api/v1/notes/" + draft + "/sign"), 409, "entered-in-error");
        assertProblem(
                as("doctor").body("{\"text\":\"x\"}").post("/api/v1/notes/" + signed + "/addenda"),
                409,
                "entered-in-error");
        assertProblem(mark("doctor", draft, REASON), 409, "entered-in-error");
    }

    @Test
    void its_author_the_treating_doctor_and_an_administrator_may_say_so() {
        String note = drafted("doctor", patient).getString("id");

        assertProblem(mark("doctor2", note, REASON), 404, "not-found");
        assertProblem(mark("nurse", note, REASON), 403, "not-the-author");
        mark("admin", note, REASON).then().statusCode(200);
        for (String user : List.of("nurse", "doctor")) {
            String another = drafted("nurse", patient).getString("id");
            mark(user, another, REASON).then().statusCode(200);
        }
    }

    @Test
    void an_addendum_is_answered_again_after_the_note_was_withdrawn() {
        String note = drafted("doctor", patient).getString("id");
        sign("doctor", note);
        String key = UUID.randomUUID().toString();
        Response added = addendum(note, key);
        mark("doctor", note, REASON).then().statusCode(200);

        assertThat(addendum(note, key).<String>path("id")).isEqualTo(added.path("id"));
    }

    private static Response addendum(String note, String key) {
        return as("doctor")
                .header("Idempotency-Key", key)
                .body("{\"text\":\"The cough is gone.\"}")
                .post("/api/v1/notes/" + note + "/addenda");
    }

    private static Response mark(String user, String note, String body) {
        return as(user).body(body).post("/api/v1/notes/" + note + "/entered-in-error");
    }

    private List<Object> timeline() {
        return as("doctor").get("/api/v1/timelines/" + patient).path("items");
    }
}
