package polyclinic.notes.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.NotesServiceTest;

/** Templates and the notes that are begun from them, through HTTP. */
@QuarkusTest
class NoteTemplatesTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/note-templates/";

    private final UUID patient = patientInCare();
    private final String specialty = "Specialty " + UUID.randomUUID();

    private String template(String user, boolean shared, String more) {
        return created(as(user).body("""
                {"name":"Cough","type":"soap","content":%s,"shared":%s%s}""".formatted(SOAP, shared, more)).post("/api/v1/note-templates"));
    }

    private String ofSpecialty() {
        return template("doctor", true, ",\"specialty\":\"" + specialty + "\"");
    }

    private Response draft(String user, String template, String more) {
        return as(user).body("{\"patientId\":\"%s\",\"type\":\"soap\",\"templateId\":\"%s\"%s}"
                        .formatted(patient, template, more))
                .post("/api/v1/notes");
    }

    @Test
    void a_note_is_begun_from_a_template_with_its_form_and_no_finding() {
        String template = template("doctor", true, ",\"prefilled\":[\"plan\"]");

        String note = draft("nurse", template, "")
                .then()
                .statusCode(201)
                .body("templateId", equalTo(template))
                .body("templateVersion", equalTo(1))
                .body("content.subjective", equalTo(""))
                .body("content.assessment", equalTo(""))
                .body("content.plan", equalTo("Fluids"))
                .extract()
                .path("id");

        edit("doctor", template, 1, "{\"name\":\"Cough, children\"}").then().statusCode(200);
        as("doctor")
                .get("/api/v1/notes/" + note)
                .then()
                .body("templateId", equalTo(template))
                .body("templateVersion", equalTo(1));
        draft("nurse", template, ",\"content\":" + SOAP)
                .then()
                .statusCode(201)
                .body("templateVersion", equalTo(2))
                .body("content.assessment", equalTo("Viral infection"));
        assertThat(String.valueOf(collection("notes")
                        .find(new Document("_id", UUID.fromString(note)))
                        .first()))
                .doesNotContain("Viral infection");
    }

    @Test
    void what_is_not_shared_is_its_authors_and_an_administrators() {
        String own = template("doctor", false, ",\"specialty\":\"" + specialty + "\"");

        as("doctor").get(PATH + own).then().statusCode(200);
        as("admin").get(PATH + own).then().statusCode(200);
        as("nurse").get(PATH + own).then().statusCode(404);
        as("doctor2").delete(PATH + own).then().statusCode(404);
        edit("nurse", own, 1, "{\"shared\":true}").then().statusCode(404);
        assertProblem(draft("nurse", own, ""), 422, "unknown-reference");
        as("nurse")
                .queryParam("specialty", specialty)
                .get("/api/v1/note-templates")
                .then()
                .body("items.id", not(hasItem(own)));
        edit("doctor", own, 1, "{\"shared\":true}").then().statusCode(200);
        draft("nurse", own, "").then().statusCode(201);
        assertProblem(edit("nurse", own, 2, "{\"name\":\"x\"}"), 403, "not-the-author");
        assertProblem(as("nurse").delete(PATH + own), 403, "not-the-author");
    }

    @Test
    void a_list_has_those_of_a_specialty_and_those_of_every_one() {
        String ofSpecialty = ofSpecialty();
        String ofAll = template("doctor", true, "");
        String ofAnother = template("doctor", true, ",\"specialty\":\"Another\"");

        as("nurse")
                .queryParam("specialty", specialty.toUpperCase(Locale.ROOT))
                .queryParam("type", "soap")
                .queryParam("limit", 200)
                .get("/api/v1/note-templates")
                .then()
                .statusCode(200)
                .body("items.id", hasItems(ofSpecialty, ofAll))
                .body("items.id", not(hasItem(ofAnother)));
        as("nurse")
                .queryParam("type", "manual")
                .queryParam("limit", 200)
                .get("/api/v1/note-templates")
                .then()
                .body("items.id", not(hasItem(ofAll)));
    }

    @Test
    void a_retired_template_is_used_no_more_and_is_still_found_by_who_follows_a_note() {
        String template = ofSpecialty();
        draft("nurse", template, "").then().statusCode(201);

        as("doctor").header("If-Match", "\"7\"").delete(PATH + template).then().statusCode(412);
        as("doctor").delete(PATH + template).then().statusCode(204);
        as("doctor").delete(PATH + template).then().statusCode(204);

        assertProblem(draft("nurse", template, ""), 422, "unknown-reference");
        as("nurse").get(PATH + template).then().statusCode(200).body("retiredAt", notNullValue());
        assertProblem(edit("doctor", template, 2, "{\"name\":\"x\"}"), 409, "template-retired");
        as("nurse")
                .queryParam("specialty", specialty)
                .get("/api/v1/note-templates")
                .then()
                .body("items.id", not(hasItem(template)));
        as("nurse")
                .queryParam("specialty", specialty)
                .queryParam("retired", true)
                .get("/api/v1/note-templates")
                .then()
                .body("items.id", hasItem(template));
    }

    @Test
    void two_who_change_one_at_once_do_not_overwrite_each_other() {
        String template = ofSpecialty();

        as("doctor").body("{}").patch(PATH + template).then().statusCode(428);
        edit("doctor", template, 1, "{\"name\":\"First\"}")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        edit("admin", template, 1, "{\"name\":\"Second\"}").then().statusCode(412);
        edit("admin", template, 2, "{\"specialty\":null}")
                .then()
                .statusCode(200)
                .body("specialty", equalTo(null));
        as("doctor").get(PATH + template).then().body("name", equalTo("First"));
    }

    @Test
    void a_note_of_another_type_is_not_begun_from_it_and_none_without_content_or_template() {
        String template = ofSpecialty();

        as("doctor")
                .body("{\"patientId\":\"%s\",\"type\":\"manual\",\"templateId\":\"%s\"}".formatted(patient, template))
                .post("/api/v1/notes")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("type"));
        as("doctor")
                .body("{\"patientId\":\"%s\",\"type\":\"manual\"}".formatted(patient))
                .post("/api/v1/notes")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("content"));
    }

    @Test
    void each_change_is_in_the_trail_without_what_the_template_says() {
        String template = ofSpecialty();
        edit("doctor", template, 1, "{\"content\":{\"plan\":\"Rest\"}}").then().statusCode(200);
        as("doctor").delete(PATH + template).then().statusCode(204);

        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> template.equals(message.json().path("entityId").asText())
                        && message.body().contains(Tokens.subject("doctor")),
                3);
        assertThat(entries)
                .extracting(entry -> entry.json().path("action").asText())
                .containsExactly("create", "update", "retire");
        assertThat(entries).allSatisfy(entry -> assertThat(entry.body()).doesNotContain("Rest", "Cough"));
    }

    private static Response edit(String user, String template, long version, String patch) {
        return as(user).header("If-Match", "\"" + version + "\"").body(patch).patch(PATH + template);
    }
}
