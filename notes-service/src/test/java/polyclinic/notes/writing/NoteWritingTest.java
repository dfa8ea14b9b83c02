package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.noteBody;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.NotesServiceTest;
import polyclinic.notes.testing.StubAppointments;

/** Drafting and editing, through HTTP. */
@QuarkusTest
class NoteWritingTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @ParameterizedTest
    @ValueSource(strings = {"soap", "manual", "audio_transcription", "ai_summary"})
    void a_note_of_each_type_is_drafted_and_read_back(String type) {
        Response created = as("doctor").body(noteBody(patient, type, SOAP)).post("/api/v1/notes");

        created.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", "/api/v1/notes/" + created.path("id"))
                .body("status", equalTo("draft"))
                .body("type", equalTo(type))
                .body("author.name", equalTo("doctor"))
                .body("addenda", empty());
        Response read = as("doctor").get(created.header("Location"));
        assertThat(read.asString()).isEqualTo(created.asString());
    }

    @Test
    void a_soap_note_names_the_parts_that_it_lacks() {
        as("doctor")
                .body(noteBody(patient, "soap", "{\"subjective\":\"x\",\"plan\":null}"))
                .post("/api/v1/notes")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:invalid-input"))
                .body(
                        "violations.field",
                        containsInAnyOrder("content.objective", "content.assessment", "content.plan"));
    }

    @Test
    void the_patient_must_be_known_and_for_a_doctor_in_care() {
        UUID unknown = UUID.randomUUID();
        UUID notInCare = UUID.randomUUID();
        StubServices.registerPatient(notInCare);
        UUID cancelled = UUID.randomUUID();
        StubServices.registerPatient(cancelled);
        StubAppointments.appointment("doctor", cancelled, "cancelled");

        for (UUID stranger : List.of(unknown, notInCare, cancelled)) {
            as("doctor")
                    .body(noteBody(stranger, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        }
        as("nurse")
                .body(noteBody(unknown, "soap", SOAP))
                .post("/api/v1/notes")
                .then()
                .statusCode(422);
        as("nurse")
                .body(noteBody(notInCare, "soap", SOAP))
                .post("/api/v1/notes")
                .then()
                .statusCode(201);
        as("admin")
                .body(noteBody(cancelled, "manual", SOAP))
                .post("/api/v1/notes")
                .then()
                .statusCode(201);
    }

    @Test
    void an_owner_that_is_away_is_503_and_nothing_is_stored() {
        UUID unknown = UUID.randomUUID();
        StubServices.fail(503);
        try {
            as("nurse")
                    .body(noteBody(unknown, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(503);
            as("doctor")
                    .body(noteBody(unknown, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(503);
        } finally {
            StubServices.recover();
        }
        assertThat(collection("notes").countDocuments(new Document("patientId", unknown)))
                .isZero();
    }

    @Test
    void a_change_publishes_an_event_and_leaves_an_audit_entry_once_each() {
        String id = drafted("doctor", patient).getString("id");
        edit("doctor", id, 1, "{\"content\":{\"plan\":\"Rest\"}}").then().statusCode(200);
        sign("doctor", id);
        as("nurse")
                .body("{\"text\":\"Called back\"}")
                .post("/api/v1/notes/" + id + "/addenda")
                .then()
                .statusCode(201);

        List<TopicClient.Message> events = TopicClient.await("notes.events", message -> id.equals(message.key()), 4);
        assertThat(events)
                .extracting(TopicClient.Message::type)
                .containsExactly("note.drafted.v1", "note.updated.v1", "note.signed.v1", "note.addendum-added.v1");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.json().get("patientId").asText()).isEqualTo(patient.toString());
            assertThat(event.json().get("noteType").asText()).isEqualTo("soap");
            assertThat(event.body()).doesNotContain("Rest", "Cough", "Called");
        });
        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()),
                4);
        assertThat(entries)
                .extracting(entry -> entry.json().get("action").asText())
                .containsExactly("create", "update", "sign", "update");
        assertThat(entries.get(1).json().get("changedFields").toString()).isEqualTo("[\"content.plan\"]");
        assertThat(entries).allSatisfy(entry -> assertThat(entry.body()).doesNotContain("Rest", "Cough"));
    }

    @Test
    void an_edit_merges_and_the_earlier_text_is_kept() {
        String id = drafted("doctor", patient).getString("id");

        edit("doctor", id, 1, "{\"content\":{\"plan\":\"Rest\",\"extra\":{\"a\":1}}}")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("content.plan", equalTo("Rest"))
                .body("content.subjective", equalTo("Cough for three days"));
        edit("doctor", id, 2, "{\"content\":{\"extra\":null}}")
                .then()
                .statusCode(200)
                .body("content.extra", nullValue());

        as("nurse")
                .get("/api/v1/notes/" + id + "/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(3, 2, 1))
                .body("items[2].content.plan", equalTo("Fluids"))
                .body("items[1].content.extra.a", equalTo(1))
                .body("items[0].content.plan", equalTo("Rest"))
                .body("next", nullValue());
    }

    @Test
    void a_patch_may_come_as_a_merge_patch() {
        String id = drafted("doctor", patient).getString("id");

        as("doctor")
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"1\"")
                .body("{\"content\":{\"plan\":\"Rest\"}}")
                .patch("/api/v1/notes/" + id)
                .then()
                .statusCode(200)
                .body("content.plan", equalTo("Rest"));
    }

    @Test
    void an_edit_needs_the_version_that_was_read() {
        String id = drafted("doctor", patient).getString("id");

        as("doctor").body("{}").patch("/api/v1/notes/" + id).then().statusCode(428);
        as("doctor")
                .header("If-Match", "\"x\"")
                .body("{}")
                .patch("/api/v1/notes/" + id)
                .then()
                .statusCode(412);
    }

    /** RFC 9110 §13.1.1. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "\"987654\", \"1\"", "\"1\",\"987654\"", "W/\"1\", \"1\""})
    void an_edit_may_name_any_version_or_several(String ifMatch) {
        String id = drafted("doctor", patient).getString("id");

        as("doctor")
                .header("If-Match", ifMatch)
                .body("{\"content\":{\"plan\":\"Rest\"}}")
                .patch("/api/v1/notes/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("content.plan", equalTo("Rest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"987654\"", "\"987654\", \"2\"", "\"*\"", "W/\"1\""})
    void an_edit_that_names_other_versions_changes_nothing(String ifMatch) {
        String id = drafted("doctor", patient).getString("id");

        as("doctor")
                .header("If-Match", ifMatch)
                .body("{\"content\":{\"plan\":\"Rest\"}}")
                .patch("/api/v1/notes/" + id)
                .then()
                .statusCode(412);

        as("doctor").get("/api/v1/notes/" + id).then().header("ETag", "\"1\"").body("content.plan", equalTo("Fluids"));
    }

    @Test
    void a_stale_edit_answers_both_texts() {
        String id = drafted("doctor", patient).getString("id");
        edit("doctor", id, 1, "{\"content\":{\"plan\":\"Theirs\",\"objective\":\"Also theirs\"}}")
                .then()
                .statusCode(200);

        edit("doctor", id, 1, "{\"content\":{\"plan\":\"Mine\"}}")
                .then()
                .statusCode(412)
                .body("type", equalTo("urn:polyclinic:problem:stale-version"))
                .body("current.version", equalTo(2))
                .body("current.content.plan", equalTo("Theirs"))
                .body("yours.version", equalTo(1))
                .body("yours.content.plan", equalTo("Mine"))
                .body("yours.content.objective", equalTo("Chest clear"));
    }

    @Test
    void fields_that_are_not_the_writers_cannot_be_patched() {
        String id = drafted("doctor", patient).getString("id");

        for (String patch : List.of(
                "{\"status\":\"signed\"}",
                "{\"patientId\":\"" + UUID.randomUUID() + "\"}",
                "{\"author\":{}}",
                "{\"version\":7}",
                "{\"content\":null}",
                "{\"content\":\"x\"}",
                "{\"content\":{\"$set\":1}}",
                "{\"content\":{\"a.b\":1}}",
                "{\"content\":{\"plan\":null}}")) {
            edit("doctor", id, 1, patch).then().statusCode(422);
        }
        as("doctor").get("/api/v1/notes/" + id).then().header("ETag", "\"1\"");
    }

    @Test
    void a_draft_is_edited_by_its_author_or_a_treating_doctor() {
        String ofNurse = drafted("nurse", patient).getString("id");
        String ofDoctor = drafted("doctor", patient).getString("id");

        edit("nurse", ofDoctor, 1, "{}")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:polyclinic:problem:not-the-author"));
        edit("doctor2", ofDoctor, 1, "{}").then().statusCode(404);
        edit("doctor", ofNurse, 1, "{\"content\":{\"plan\":\"x\"}}").then().statusCode(200);
        as("nurse")
                .body("{}")
                .post("/api/v1/notes/" + ofDoctor + "/sign")
                .then()
                .statusCode(403);
        as("doctor2")
                .body("{}")
                .post("/api/v1/notes/" + ofNurse + "/sign")
                .then()
                .statusCode(404);
        sign("nurse", ofNurse);
    }

    @Test
    void operators_in_content_are_refused_and_dollar_signs_in_text_are_not() {
        for (String content :
                List.of("{\"$where\":\"1\"}", "{\"a\":{\"$ne\":1}}", "{\"a.b\":1}", "{\"a\":[{\"$gt\":\"\"}]}")) {
            as("doctor")
                    .body(noteBody(patient, "manual", content))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(422);
        }
        as("doctor")
                .body(noteBody(patient, "manual", "{\"cost\":\"$ne 5.00\"}"))
                .post("/api/v1/notes")
                .then()
                .statusCode(201)
                .body("content.cost", equalTo("$ne 5.00"));
    }
}
