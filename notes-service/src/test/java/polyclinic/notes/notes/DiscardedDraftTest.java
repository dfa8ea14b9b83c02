package polyclinic.notes.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.notes.testing.NotesServiceTest;

/** A draft that is thrown away, through HTTP. */
@QuarkusTest
class DiscardedDraftTest extends NotesServiceTest {
    @Inject
    Notes notes;

    private final UUID patient = patientInCare();

    private String draft() {
        return drafted("doctor", patient, "manual", "{\"text\":\"Cough\"}").getString("id");
    }

    private static Response discard(String user, String id) {
        return as(user).delete("/api/v1/notes/" + id);
    }

    @Test
    void it_is_gone_from_everywhere_and_its_text_is_kept_nowhere() {
        String id = draft();
        edit("doctor", id, 1, "{\"content\":{\"text\":\"Cough and fever\"}}")
                .then()
                .statusCode(200);
        TopicClient.await("notes.events", message -> id.equals(message.key()), 2);

        discard("doctor", id).then().statusCode(204);

        as("doctor").get("/api/v1/notes/" + id).then().statusCode(404);
        as("nurse").get("/api/v1/notes/" + id + "/versions").then().statusCode(404);
        for (String query : List.of("", "&q=cough", "&enteredInError=true"))
            as("nurse")
                    .get("/api/v1/notes?patientId=" + patient + query)
                    .then()
                    .statusCode(200)
                    .body("items", empty());
        assertThat(collection("note_versions").countDocuments(new Document("noteId", UUID.fromString(id))))
                .isZero();
        assertThat(String.valueOf(collection("notes")
                        .find(new Document("_id", UUID.fromString(id)))
                        .first()))
                .contains("discardedAt")
                .doesNotContain("Cough", "cough", "fever");
        TopicClient.Message event = TopicClient.await("notes.events", message -> id.equals(message.key()), 3)
                .get(2);
        assertThat(event.type()).isEqualTo("note.discarded.v1");
        assertThat(event.json().path("version").asLong()).isEqualTo(3);
    }

    @Test
    void what_is_said_twice_was_done_once() {
        String id = draft();

        discard("doctor", id).then().statusCode(204);
        discard("doctor", id).then().statusCode(204);
        discard("doctor2", id).then().statusCode(404);

        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText())
                        && message.json().path("outcome").asText().equals("success"),
                2);
        assertThat(entries)
                .extracting(entry -> entry.json().path("action").asText())
                .containsExactly("create", "delete");
        edit("doctor", id, 2, "{\"content\":{\"text\":\"x\"}}").then().statusCode(404);
        as("doctor").body("{}").post("/api/v1/notes/" + id + "/sign").then().statusCode(404);
    }

    @Test
    void after_a_day_nothing_is_left() {
        String id = draft();
        discard("doctor", id).then().statusCode(204);
        TopicClient.await("notes.events", message -> id.equals(message.key()), 2);
        var ofNote = Filters.eq("_id", UUID.fromString(id));
        collection("notes")
                .updateOne(
                        ofNote,
                        Updates.set("discardedAt", Date.from(Instant.now().minus(Duration.ofHours(25)))));

        discard("doctor", id).then().statusCode(404);
        collection("notes").updateOne(ofNote, Updates.set("outboxPending", false));
        notes.forgetDiscarded(Instant.now()).await().atMost(Duration.ofSeconds(20));
        assertThat(collection("notes").countDocuments(ofNote))
                .as("while its event waits")
                .isEqualTo(1);
        collection("notes").updateOne(ofNote, Updates.unset("outboxPending"));
        notes.forgetDiscarded(Instant.now()).await().atMost(Duration.ofSeconds(20));
        assertThat(collection("notes").countDocuments(ofNote)).isZero();
    }

    @Test
    void what_is_no_longer_a_draft_of_the_callers_is_not_discarded() {
        String signed = draft();
        sign("doctor", signed);
        String marked = draft();
        as("doctor")
                .body("{\"reason\":\"of another patient\"}")
                .post("/api/v1/notes/" + marked + "/entered-in-error")
                .then()
                .statusCode(200);
        String edited = draft();
        edit("doctor", edited, 1, "{\"content\":{\"text\":\"later\"}}").then().statusCode(200);

        discard("doctor", signed).then().statusCode(409).body("type", equalTo("urn:polyclinic:problem:note-signed"));
        discard("doctor", marked).then().statusCode(409);
        discard("nurse", edited).then().statusCode(403).body("type", equalTo("urn:polyclinic:problem:not-the-author"));
        as("doctor")
                .header("If-Match", "\"1\"")
                .delete("/api/v1/notes/" + edited)
                .then()
                .statusCode(412);
        as("doctor")
                .header("If-Match", "\"2\"")
                .delete("/api/v1/notes/" + edited)
                .then()
                .statusCode(204);
    }
}
