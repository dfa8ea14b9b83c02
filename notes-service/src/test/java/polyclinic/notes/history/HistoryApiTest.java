package polyclinic.notes.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

@QuarkusTest
class HistoryApiTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @ParameterizedTest
    @ValueSource(strings = {"prescription", "diagnosis", "visit", "lab_result"})
    void an_entry_of_each_type_is_recorded_with_its_own_date_and_read_back(String type) {
        Response created = as("admin").body(body(type, "1971-05-05", "import")).post("/api/v1/history");

        created.then()
                .statusCode(201)
                .body("date", equalTo("1971-05-05"))
                .body("type", equalTo(type))
                .body("source", equalTo("import"));
        assertThat(as("doctor").get(created.header("Location")).asString()).isEqualTo(created.asString());
    }

    @Test
    void an_entry_publishes_an_event_and_leaves_an_audit_entry() {
        String id = recorded("nurse", "diagnosis", "1971-05-05");

        TopicClient.Message event = TopicClient.await("notes.events", message -> id.equals(message.key()));
        assertThat(event.type()).isEqualTo("history.recorded.v1");
        assertThat(event.json().get("date").asText()).isEqualTo("1971-05-05");
        assertThat(event.json().get("historyType").asText()).isEqualTo("diagnosis");
        assertThat(event.body()).doesNotContain("check-up");
        TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()));
    }

    @Test
    void lists_narrow_by_type_and_date_latest_first() {
        String visit = recorded("doctor", "visit", "2001-01-01");
        String diagnosis = recorded("doctor", "diagnosis", "2003-03-03");
        String early = recorded("doctor", "visit", "1999-09-09");

        list("doctor", "").body("items.id", contains(diagnosis, visit, early));
        list("doctor", "&type=visit").body("items.id", contains(visit, early));
        list("doctor", "&from=2001-01-01&to=2003-03-03").body("items.id", contains(diagnosis, visit));
        list("doctor", "&to=2001-01-01").body("items.id", contains(visit, early));
        Response page = as("nurse").get("/api/v1/history?limit=2&patientId=" + patient);
        list("nurse", "&limit=2&after=" + page.path("next")).body("items.id", contains(early));
        as("nurse").get("/api/v1/history?type=nonsense").then().statusCode(422);
    }

    @Test
    void patients_see_their_own_and_doctors_those_in_care() {
        String id = recorded("nurse", "visit", "2001-01-01");
        UUID other = patientInCare();

        asPatient(patient).get("/api/v1/history/" + id).then().statusCode(200);
        asPatient(patient).get("/api/v1/history").then().body("items.id", contains(id));
        asPatient(other).get("/api/v1/history/" + id).then().statusCode(404);
        asPatient(other).get("/api/v1/history?patientId=" + patient).then().body("items", empty());
        as("doctor2").get("/api/v1/history/" + id).then().statusCode(404);
        list("doctor2", "").body("items", empty());
    }

    @Test
    void the_patient_must_be_known_and_the_input_good() {
        as("nurse")
                .body(body("visit", "2001-01-01", "manual")
                        .replace(patient.toString(), UUID.randomUUID().toString()))
                .post("/api/v1/history")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        for (String bad : List.of(
                body("visit", "2999-01-01", "manual"),
                body("visit", "1801-01-01", "manual"),
                body("visit", "2001-02-29", "manual"),
                body("operation", "2001-01-01", "manual"),
                body("visit", "2001-01-01", "hearsay"),
                body("visit", "2001-01-01", "manual").replace("reason", "$where"))) {
            as("nurse").body(bad).post("/api/v1/history").then().statusCode(422);
        }
    }

    @Test
    void one_key_records_once() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(20, () -> as("admin")
                .header("Idempotency-Key", key)
                .body(body("visit", "2001-01-01", "import"))
                .post("/api/v1/history"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.asString()).isEqualTo(answers.get(0).asString());
        });
        assertThat(collection("history").countDocuments(new Document("patientId", patient)))
                .isEqualTo(1);
    }

    private String recorded(String user, String type, String date) {
        return as(user).body(body(type, date, "manual"))
                .post("/api/v1/history")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String body(String type, String date, String source) {
        return "{\"patientId\":\"%s\",\"type\":\"%s\",\"date\":\"%s\",\"content\":{\"reason\":\"check-up\"},\"source\":\"%s\"}"
                .formatted(patient, type, date, source);
    }

    private ValidatableResponse list(String user, String more) {
        return as(user).get("/api/v1/history?patientId=" + patient + more)
                .then()
                .statusCode(200);
    }
}
