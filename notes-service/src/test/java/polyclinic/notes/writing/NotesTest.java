package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.Topics;
import polyclinic.notes.Neighbours;
import polyclinic.notes.ServiceTest;

@QuarkusTest
class NotesTest extends ServiceTest {
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
        UUID nobody = UUID.randomUUID();
        UUID notInCare = UUID.randomUUID();
        Neighbours.registered(notInCare);
        UUID cancelled = UUID.randomUUID();
        Neighbours.registered(cancelled);
        Neighbours.appointment("doctor", cancelled, "cancelled");

        for (UUID stranger : List.of(nobody, notInCare, cancelled)) {
            as("doctor")
                    .body(noteBody(stranger, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        }
        as("nurse")
                .body(noteBody(nobody, "soap", SOAP))
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
        UUID unheard = UUID.randomUUID();
        Neighbours.away(true);
        try {
            as("nurse")
                    .body(noteBody(unheard, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(503);
            as("doctor")
                    .body(noteBody(unheard, "soap", SOAP))
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(503);
        } finally {
            Neighbours.away(false);
        }
        assertThat(collection("notes").countDocuments(new Document("patientId", unheard)))
                .isZero();
    }

    @Test
    void a_change_tells_an_event_and_leaves_an_audit_entry_once_each() {
        String id = drafted("doctor", patient).getString("id");
        edit("doctor", id, 1, "{\"content\":{\"plan\":\"Rest\"}}").then().statusCode(200);
        sign("doctor", id);
        as("nurse")
                .body("{\"text\":\"Called back\"}")
                .post("/api/v1/notes/" + id + "/addenda")
                .then()
                .statusCode(201);

        List<Topics.Message> events = Topics.await("notes.events", message -> id.equals(message.key()), 4);
        assertThat(events)
                .extracting(Topics.Message::type)
                .containsExactly("note.drafted.v1", "note.updated.v1", "note.signed.v1", "note.addendum-added.v1");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.json().get("patientId").asText()).isEqualTo(patient.toString());
            assertThat(event.json().get("noteType").asText()).isEqualTo("soap");
            assertThat(event.body()).doesNotContain("Rest", "Cough", "Called");
        });
        List<Topics.Message> entries = Topics.await(
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
    void versions_come_in_pages() {
        String id = drafted("doctor", patient).getString("id");
        for (int version = 1; version <= 4; version++) {
            edit("doctor", id, version, "{\"content\":{\"plan\":\"" + version + "\"}}")
                    .then()
                    .statusCode(200);
        }

        List<Integer> seen = new ArrayList<>();
        String next = "";
        do {
            Response page = as("nurse")
                    .queryParam("limit", 2)
                    .queryParam("after", next)
                    .get("/api/v1/notes/" + id + "/versions");
            seen.addAll(page.path("items.version"));
            next = page.path("next");
        } while (next != null);

        assertThat(seen).containsExactly(5, 4, 3, 2, 1);
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

    @Test
    void a_reader_who_has_the_version_is_told_so() {
        String id = drafted("doctor", patient).getString("id");

        as("doctor")
                .header("If-None-Match", "\"1\"")
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(304);
        as("doctor")
                .header("If-None-Match", "\"7\"")
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void patients_see_their_own_signed_notes_and_nothing_else() {
        String draft = drafted("doctor", patient).getString("id");
        String signed = drafted("doctor", patient).getString("id");
        sign("doctor", signed);
        UUID other = patientInCare();

        asPatient(patient).get("/api/v1/notes/" + draft).then().statusCode(404);
        asPatient(patient).get("/api/v1/notes/" + signed).then().statusCode(200);
        asPatient(other).get("/api/v1/notes/" + signed).then().statusCode(404);
        as("patient").get("/api/v1/notes/" + signed).then().statusCode(404);
        asPatient(patient).get("/api/v1/notes").then().body("items.id", contains(signed));
        asPatient(other).get("/api/v1/notes").then().body("items", empty());
        asPatient(other)
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .then()
                .statusCode(200)
                .body("items", empty());
        asPatient(patient).get("/api/v1/notes/" + signed + "/versions").then().statusCode(403);
    }

    @Test
    void doctors_see_patients_in_care() {
        String id = drafted("nurse", patient).getString("id");

        as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
        as("doctor2").get("/api/v1/notes/" + id).then().statusCode(404);
        as("doctor2").get("/api/v1/notes/" + id + "/versions").then().statusCode(404);
        as("doctor2")
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .then()
                .statusCode(200)
                .body("items", empty());
        as("admin").get("/api/v1/notes/" + id).then().statusCode(200);
    }

    @Test
    void a_read_leaves_an_audit_entry_before_the_answer() {
        String id = drafted("doctor", patient).getString("id");

        as("nurse").get("/api/v1/notes/" + id).then().statusCode(200);
        as("nurse").queryParam("patientId", patient).get("/api/v1/notes").then().statusCode(200);

        List<Topics.Message> entries = Topics.all("audit.entries").stream()
                .filter(entry ->
                        patient.toString().equals(entry.json().path("patientId").asText()))
                .filter(entry ->
                        "nurse".equals(entry.json().path("actor").path("name").asText()))
                .toList();
        assertThat(entries)
                .extracting(entry -> entry.json().get("action").asText())
                .containsExactly("read", "search");
    }

    @Test
    void search_finds_beginnings_of_words_whatever_their_case_and_accents() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        String cough = drafted("doctor", patient).getString("id");
        String muller = drafted(
                        "nurse", patient, "manual", "{\"text\":\"Family Müller: naïve about fevers\",\"temp\":38.5}")
                .getString("id");

        search("q", "cou").body("items.id", contains(cough));
        search("q", "MULL nai").body("items.id", contains(muller));
        search("q", "müller").body("items.id", contains(muller));
        search("q", "muller cough").body("items", empty());
        search("q", "ough").body("items", empty());
        search("q", "38").body("items.id", contains(muller));
        search("type", "manual").body("items.id", contains(muller));
        search("type", "ai_summary").body("items", empty());
        search("from", "2999-01-01").body("items", empty());
        search("to", "2001-01-01").body("items", empty());
        search("from", before.toString()).body("items", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=%24",
                "type=nonsense",
                "type=SOAP",
                "from=yesterday",
                "to=2026-02-30",
                "limit=0",
                "limit=201",
                "after=%24",
                "after=eyJ9",
                "patientId=1",
                "patientId[$ne]=1&patientId=x",
                "q=%00"
            })
    void a_bad_question_is_422(String query) {
        as("nurse")
                .urlEncodingEnabled(false)
                .get("/api/v1/notes?" + query.replace("[", "%5B").replace("]", "%5D"))
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
    }

    @Test
    void lists_come_in_pages_newest_first() {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 5; i++) written.add(0, drafted("nurse", patient).getString("id"));

        List<String> seen = new ArrayList<>();
        String url = "/api/v1/notes?limit=2&patientId=" + patient;
        while (url != null) {
            Response page = as("nurse").urlEncodingEnabled(false).get(url);
            seen.addAll(page.path("items.id"));
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(page.path("next") == null);
            url = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(written);
        JsonPath all = as("nurse")
                .queryParam("patientId", patient)
                .get("/api/v1/notes")
                .jsonPath();
        assertThat(all.getList("items.id", String.class)).isEqualTo(seen);
        Set<String> distinct = new HashSet<>(seen);
        assertThat(distinct).hasSize(5);
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

    private io.restassured.response.ValidatableResponse search(String parameter, String value) {
        return as("doctor")
                .queryParam("patientId", patient)
                .queryParam(parameter, value)
                .get("/api/v1/notes")
                .then()
                .statusCode(200);
    }
}
