package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

/** A draft that is saved while it is typed, through HTTP. */
@QuarkusTest
class DraftSavingTest extends NotesServiceTest {
    private static final int MANY = 10;

    private final UUID patient = patientInCare();

    private String draft() {
        return drafted("doctor", patient, "manual", "{\"text\":\"Cough\"}").getString("id");
    }

    private static Response save(String user, String id, long version, String content) {
        return as(user).header("If-Match", "\"" + version + "\"")
                .body("{\"content\":" + content + "}")
                .put("/api/v1/notes/" + id + "/draft");
    }

    @Test
    void the_whole_text_is_replaced_and_what_it_was_is_kept() {
        String id = draft();

        save("doctor", id, 1, "{\"text\":\"Cough for\",\"plan\":\"\"}")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("status", equalTo("draft"))
                .body("content.text", equalTo("Cough for"));
        save("doctor", id, 2, "{\"text\":\"Cough for three days\"}")
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("content.plan", equalTo(null));

        as("doctor")
                .get("/api/v1/notes/" + id + "/versions")
                .then()
                .body("items.content.text", contains("Cough for three days", "Cough for", "Cough"));
    }

    @Test
    void of_two_devices_neither_loses_what_it_typed() {
        String id = draft();
        save("doctor", id, 1, "{\"text\":\"Cough, and fever\"}").then().statusCode(200);

        Response late = save("doctor", id, 1, "{\"text\":\"Cough since Monday\"}");

        late.then()
                .statusCode(412)
                .body("type", equalTo("urn:polyclinic:problem:stale-version"))
                .body("current.version", equalTo(2))
                .body("current.content.text", equalTo("Cough, and fever"))
                .body("yours.version", equalTo(1))
                .body("yours.content.text", equalTo("Cough since Monday"));
        save("doctor", id, 2, "{\"text\":\"Cough since Monday, and fever\"}")
                .then()
                .statusCode(200);
    }

    @Test
    void of_many_saves_at_once_one_wins_and_the_others_get_both_texts() {
        String id = draft();

        List<Response> answers = Concurrently.run(IntStream.range(0, MANY)
                .<Callable<Response>>mapToObj(i -> () -> save("doctor", id, 1, "{\"text\":\"text " + i + "\"}"))
                .toList());

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
        String winner = as("doctor").get("/api/v1/notes/" + id).path("content.text");
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .hasSize(MANY - 1)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(412);
                    assertThat(answer.<String>path("current.content.text")).isEqualTo(winner);
                    assertThat(answer.<String>path("yours.content.text"))
                            .startsWith("text ")
                            .isNotEqualTo(winner);
                });
    }

    @Test
    void each_save_is_in_the_trail_and_none_is_an_event() {
        String id = draft();
        save("doctor", id, 1, "{\"text\":\"Cough for\"}").then().statusCode(200);
        save("doctor", id, 2, "{\"text\":\"Cough for three days\"}").then().statusCode(200);
        save("doctor", id, 3, "{\"text\":\"Cough for three days\"}")
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"");
        sign("doctor", id);

        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()),
                5);
        assertThat(entries)
                .extracting(entry -> entry.json().path("action").asText())
                .containsExactlyInAnyOrder("create", "update", "update", "read", "sign");
        assertThat(entries).allSatisfy(entry -> assertThat(entry.body()).doesNotContain("Cough"));
        assertThat(TopicClient.await("notes.events", message -> id.equals(message.key()), 2))
                .extracting(TopicClient.Message::type)
                .containsExactly("note.drafted.v1", "note.signed.v1");
    }

    @Test
    void what_cannot_be_saved_is_told_why() {
        String id = draft();
        String soap = drafted("doctor", patient).getString("id");
        String signed = draft();
        sign("doctor", signed);

        as("doctor")
                .body("{\"content\":{\"text\":\"x\"}}")
                .put("/api/v1/notes/" + id + "/draft")
                .then()
                .statusCode(428);
        save("doctor", soap, 1, "{\"plan\":\"Rest\"}").then().statusCode(422);
        save("doctor", id, 1, "{}").then().statusCode(422);
        save("nurse", id, 1, "{\"text\":\"x\"}")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:polyclinic:problem:not-the-author"));
        save("doctor2", id, 1, "{\"text\":\"x\"}").then().statusCode(404);
        save("doctor", signed, 2, "{\"text\":\"x\"}")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:note-signed"));
        save("doctor", UUID.randomUUID().toString(), 1, "{\"text\":\"x\"}")
                .then()
                .statusCode(404);
    }
}
