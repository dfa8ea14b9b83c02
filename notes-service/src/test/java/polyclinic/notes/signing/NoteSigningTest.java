package polyclinic.notes.signing;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.notes.testing.NotesServiceTest;

/** Signing and addenda, through HTTP. */
@QuarkusTest
class NoteSigningTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @Test
    void a_signed_note_never_changes_and_takes_addenda() {
        String id = drafted("doctor", patient).getString("id");
        as("nurse")
                .body("{\"text\":\"x\"}")
                .post("/api/v1/notes/" + id + "/addenda")
                .then()
                .statusCode(409);

        sign("doctor", id);

        String slug = "urn:polyclinic:problem:note-signed";
        edit("doctor", id, 2, "{\"content\":{\"plan\":\"x\"}}")
                .then()
                .statusCode(409)
                .body("type", equalTo(slug));
        edit("doctor", id, 1, "{\"content\":{\"plan\":\"x\"}}")
                .then()
                .statusCode(409)
                .body("type", equalTo(slug));
        as("doctor")
                .body("{}")
                .post("/api/v1/notes/" + id + "/sign")
                .then()
                .statusCode(409)
                .body("type", equalTo(slug));
        as("nurse")
                .body("{\"text\":\"Culture: streptococcus\"}")
                .post("/api/v1/notes/" + id + "/addenda")
                .then()
                .statusCode(201)
                .header("ETag", "\"3\"")
                .header("Location", "/api/v1/notes/" + id)
                .body("noteId", equalTo(id))
                .body("noteVersion", equalTo(3))
                .body("text", equalTo("Culture: streptococcus"));
        asPatient(patient)
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(200)
                .body("content.plan", equalTo("Fluids"))
                .body("addenda.text", contains("Culture: streptococcus"))
                .body("addenda.author.name", contains("nurse"))
                .body("signedBy.name", equalTo("doctor"))
                .body("signedAt", notNullValue());
        as("doctor")
                .queryParam("patientId", patient)
                .queryParam("q", "strepto")
                .get("/api/v1/notes")
                .then()
                .body("items.id", contains(id))
                .body("items[0].addenda", hasSize(1));
        as("doctor")
                .body("{\"patientId\":\"" + patient + "\",\"q\":\"strepto\"}")
                .post("/api/v1/notes/search")
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
    }

    @Test
    void a_signer_may_insist_on_the_text_that_was_read() {
        String id = drafted("doctor", patient).getString("id");
        edit("doctor", id, 1, "{\"content\":{\"plan\":\"x\"}}").then().statusCode(200);

        as("doctor")
                .header("If-Match", "\"1\"")
                .body("{}")
                .post("/api/v1/notes/" + id + "/sign")
                .then()
                .statusCode(412);
        as("doctor")
                .header("If-Match", "\"2\"")
                .body("{}")
                .post("/api/v1/notes/" + id + "/sign")
                .then()
                .statusCode(200);
    }
}
