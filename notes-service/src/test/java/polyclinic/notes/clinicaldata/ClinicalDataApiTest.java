package polyclinic.notes.clinicaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.NotesServiceTest;
import polyclinic.notes.testing.StubAppointments;

@QuarkusTest
class ClinicalDataApiTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @Test
    void vital_signs_are_recorded_and_read_back() {
        Response created = as("nurse").body("""
                        {"patientId":"%s","dataType":"vital_signs","data":{"bloodPressure":{"systolic":121,"diastolic":79},\
                        "temperature":36.6},"metadata":{"device":"Omron"},"effectiveAt":"2001-02-03T04:05:06Z"}""".formatted(patient)).post("/api/v1/clinical-data");

        created.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("effectiveAt", equalTo("2001-02-03T04:05:06Z"))
                .body("data.bloodPressure.systolic", equalTo(121))
                .body("recordedBy.name", equalTo("nurse"));
        assertThat(as("doctor").get(created.header("Location")).asString()).isEqualTo(created.asString());
        as("doctor")
                .header("If-None-Match", "\"1\"")
                .get(created.header("Location"))
                .then()
                .statusCode(304);
    }

    @Test
    void a_record_publishes_an_event_and_leaves_an_audit_entry() {
        String id = recorded("nurse", "vital_signs", "{\"pulse\":70}", "2001-02-03T04:05:06Z");

        TopicClient.Message event = TopicClient.await("notes.events", message -> id.equals(message.key()));
        assertThat(event.type()).isEqualTo("clinical-data.recorded.v1");
        assertThat(event.json().get("dataType").asText()).isEqualTo("vital_signs");
        assertThat(event.json().get("effectiveAt").asText()).isEqualTo("2001-02-03T04:05:06Z");
        assertThat(event.body()).doesNotContain("pulse");
        TopicClient.Message entry = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()));
        assertThat(entry.json().get("action").asText()).isEqualTo("create");
        assertThat(entry.json().get("patientId").asText()).isEqualTo(patient.toString());
    }

    @Test
    void lists_narrow_by_type_and_time_newest_first() {
        String march = recorded("nurse", "vital_signs", "{\"pulse\":71}", "2024-03-15T10:00:00Z");
        String january = recorded("nurse", "vital_signs", "{\"pulse\":70}", "2024-01-15T10:00:00Z");
        String lab = recorded("doctor", "lab_result", "{\"hb\":13.5}", "2024-02-15T10:00:00Z");

        list("doctor", "").body("items.id", contains(march, lab, january));
        list("doctor", "&dataType=vital_signs").body("items.id", contains(march, january));
        list("doctor", "&from=2024-02-01&to=2024-02-15").body("items.id", contains(lab));
        list("doctor", "&from=2024-02-15T10:00:00Z&to=2024-03-15T10:00:00Z").body("items.id", contains(lab));
        list("doctor", "&dataType=imaging").body("items", empty());
        list("doctor", "&limit=2").body("items.id", contains(march, lab));
    }

    @Test
    void items_of_the_same_moment_come_once_each_across_pages() {
        for (int i = 0; i < 7; i++) recorded("nurse", "vital_signs", "{\"pulse\":" + i + "}", "2024-03-15T10:00:00Z");

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Response page = as("nurse")
                    .queryParam("patientId", patient)
                    .queryParam("limit", 3)
                    .queryParam("after", next)
                    .get("/api/v1/clinical-data");
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void a_trend_is_the_numbers_along_a_path_oldest_first() {
        recorded("nurse", "vital_signs", "{\"bloodPressure\":{\"systolic\":130}}", "2024-03-15T10:00:00Z");
        recorded("nurse", "vital_signs", "{\"bloodPressure\":{\"systolic\":120.5}}", "2024-01-15T10:00:00Z");
        recorded("nurse", "vital_signs", "{\"bloodPressure\":{\"systolic\":\"high\"}}", "2024-02-15T10:00:00Z");
        recorded("nurse", "vital_signs", "{\"pulse\":70}", "2024-02-16T10:00:00Z");
        recorded(
                "nurse",
                "vital_signs",
                "{\"bloodPressure\":{\"systolic\":{\"value\":125,\"unit\":\"mmHg\"}}}",
                "2024-02-17T10:00:00Z");
        recorded("nurse", "symptoms", "{\"bloodPressure\":{\"systolic\":1}}", "2024-02-18T10:00:00Z");

        Response trend = as("doctor")
                .queryParam("patientId", patient)
                .queryParam("dataType", "vital_signs")
                .queryParam("path", "bloodPressure.systolic")
                .get("/api/v1/clinical-data/trend");

        trend.then()
                .statusCode(200)
                .body(
                        "items.effectiveAt",
                        contains("2024-01-15T10:00:00Z", "2024-02-17T10:00:00Z", "2024-03-15T10:00:00Z"))
                .body("items.value", contains(120.5f, 125, 130))
                .body("items[1].unit", equalTo("mmHg"))
                .body("next", nullValue());
        as("doctor")
                .queryParam("patientId", patient)
                .queryParam("dataType", "vital_signs")
                .queryParam("path", "bloodPressure.systolic")
                .queryParam("limit", 2)
                .queryParam("from", "2024-02-01")
                .get("/api/v1/clinical-data/trend")
                .then()
                .body("items", hasSize(2));
    }

    @Test
    void a_trend_tells_every_unit_and_shows_one_alone_where_it_is_asked_for() {
        String ucum = "\"system\":\"http://unitsofmeasure.org\"";
        recorded("doctor", "lab_result", "{\"glucose\":{\"value\":5.10,\"unit\":\"mmol/L\"}}", "2024-01-01T10:00:00Z");
        recorded("doctor", "lab_result", "{\"glucose\":{\"value\":92,\"unit\":\"mg/dL\"}}", "2024-01-02T10:00:00Z");
        recorded(
                "doctor",
                "lab_result",
                "{\"glucose\":{\"value\":5.3,\"unit\":\"mmol per litre\",\"code\":\"mmol/L\"," + ucum + "}}",
                "2024-01-03T10:00:00Z");
        recorded("doctor", "lab_result", "{\"glucose\":5.5}", "2024-01-04T10:00:00Z");

        trend("").body("items.unit", contains("mmol/L", "mg/dL", "mmol per litre", null));
        trend("&unit=mmol/L").body("items.value", contains(5.10f, 5.3f));
        trend("&unit=mg/dL").body("items.value", contains(92));
        trend("&unit=MMOL/L").body("items", empty());
        for (String path : List.of("glucose.value", "glucose"))
            as("doctor")
                    .get("/api/v1/clinical-data/trend?unit=mmol/L&limit=1&dataType=lab_result&path=" + path
                            + "&patientId=" + patient)
                    .then()
                    .body("items.code", contains((Object) null));
        as("doctor")
                .get("/api/v1/clinical-data/trend?unit=" + "x".repeat(101)
                        + "&dataType=lab_result&path=glucose&patientId=" + patient)
                .then()
                .statusCode(422);
    }

    @Test
    void a_bare_number_has_the_comparator_and_the_unit_that_stand_beside_it() {
        recorded(
                "doctor",
                "lab_result",
                "{\"glucose\":0.50,\"comparator\":\"<\",\"unit\":\"mmol/L\"}",
                "2024-01-01T10:00:00Z");
        recorded(
                "doctor",
                "lab_result",
                "{\"glucose\":0.50,\"lactate\":1.2,\"comparator\":\"<\",\"unit\":\"mmol/L\"}",
                "2024-01-02T10:00:00Z");

        for (String unit : List.of("", "&unit=mmol/L"))
            trend(unit)
                    .body("items.effectiveAt", contains("2024-01-01T10:00:00Z"))
                    .body("items.comparator", contains("<"))
                    .body("items.unit", contains("mmol/L"));
    }

    @Test
    void each_point_says_what_it_measured_and_a_trend_shows_one_thing_alone_where_it_is_asked_for() {
        String concept = "{\"text\":\"Potassium\",\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2823-3\"}]}";
        recorded(
                "lab",
                "lab_result",
                "{\"name\":\"Potassium\",\"code\":\"2823-3\",\"value\":4.1}",
                "2024-01-01T10:00:00Z");
        recorded(
                "lab",
                "lab_result",
                "{\"name\":\"TSH\",\"value\":{\"value\":0.01,\"comparator\":\"<\",\"unit\":\"mIU/L\"}}",
                "2024-01-02T10:00:00Z");
        recorded(
                "lab",
                "lab_result",
                "{\"code\":" + concept + ",\"value\":{\"value\":4.3,\"unit\":\"mmol/L\"}}",
                "2024-01-03T10:00:00Z");
        recorded("lab", "lab_result", "{\"value\":7}", "2024-01-04T10:00:00Z");

        values("")
                .body("items.collect { it.measured?.code }", contains("2823-3", null, "2823-3", null))
                .body("items.collect { it.measured?.name }", contains("Potassium", "TSH", "Potassium", null))
                .body("items[0].measured.words", nullValue());
        values("&code=2823-3").body("items.value", contains(4.1f, 4.3f));
        values("&code=Potassium&limit=1").body("items.value", contains(4.1f));
        values("&code=Potassium&unit=mmol/L").body("items.value", contains(4.3f));
        values("&code=TSH").body("items.value", contains(0.01f)).body("items.comparator", contains("<"));
        values("&code=tsh").body("items", empty());
        for (String bad : List.of(" ", "x".repeat(501)))
            as("doctor")
                    .queryParam("code", bad)
                    .get("/api/v1/clinical-data/trend?dataType=lab_result&path=value&patientId=" + patient)
                    .then()
                    .statusCode(422);
    }

    private ValidatableResponse values(String more) {
        return as("doctor")
                .get("/api/v1/clinical-data/trend?dataType=lab_result&path=value&patientId=" + patient + more)
                .then()
                .statusCode(200);
    }

    @Test
    void a_unit_that_is_said_to_be_of_ucum_must_be_one() {
        String quantity =
                "{\"systolic\":{\"value\":121,\"unit\":\"mmHg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"%s\"}}";

        as("nurse")
                .body(body("vital_signs", quantity.formatted("mm[Hg]"), null))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(201);
        as("nurse")
                .body(body("vital_signs", quantity.formatted("mmHg"), null))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(422)
                .body("violations.field", contains("data.systolic.code"));
    }

    private ValidatableResponse trend(String more) {
        return as("doctor")
                .get("/api/v1/clinical-data/trend?dataType=lab_result&path=glucose&patientId=" + patient + more)
                .then()
                .statusCode(200);
    }

    @Test
    void a_trend_needs_its_question_and_takes_no_operators() {
        for (String query : List.of(
                "dataType=vital_signs&path=a",
                "patientId=" + patient + "&path=a",
                "patientId=" + patient + "&dataType=vital_signs",
                "patientId=" + patient + "&dataType=vital_signs&path=$where",
                "patientId=" + patient + "&dataType=vital_signs&path=a..b")) {
            as("doctor").get("/api/v1/clinical-data/trend?" + query).then().statusCode(422);
        }
    }

    @Test
    void a_laboratory_has_its_results_and_no_others() {
        String vital = recorded("nurse", "vital_signs", "{\"pulse\":70}", null);
        String lab = recorded("lab", "lab_result", "{\"hb\":13.5}", null);

        as("lab")
                .body(body("vital_signs", "{\"pulse\":70}", null))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(403);
        as("lab").get("/api/v1/clinical-data/" + lab).then().statusCode(200);
        as("lab").get("/api/v1/clinical-data/" + vital).then().statusCode(404);
        list("lab", "").body("items.id", contains(lab));
        list("lab", "&dataType=vital_signs").body("items", empty());
        as("lab")
                .queryParam("patientId", patient)
                .queryParam("dataType", "vital_signs")
                .queryParam("path", "pulse")
                .get("/api/v1/clinical-data/trend")
                .then()
                .body("items", empty());
    }

    @Test
    void patients_see_their_own_and_doctors_those_in_care() {
        String id = recorded("nurse", "vital_signs", "{\"pulse\":70}", null);
        UUID other = patientInCare();

        asPatient(patient).get("/api/v1/clinical-data/" + id).then().statusCode(200);
        asPatient(patient)
                .get("/api/v1/clinical-data")
                .then()
                .body("items.patientId", everyItem(equalTo(patient.toString())));
        asPatient(other).get("/api/v1/clinical-data/" + id).then().statusCode(404);
        asPatient(other)
                .queryParam("patientId", patient)
                .get("/api/v1/clinical-data")
                .then()
                .body("items", empty());
        as("doctor").get("/api/v1/clinical-data/" + id).then().statusCode(200);
        as("doctor2").get("/api/v1/clinical-data/" + id).then().statusCode(404);
        list("doctor2", "").body("items", empty());
        as("doctor2")
                .queryParam("patientId", patient)
                .queryParam("dataType", "vital_signs")
                .queryParam("path", "pulse")
                .get("/api/v1/clinical-data/trend")
                .then()
                .body("items", empty());
    }

    @Test
    void the_patient_must_be_known_and_the_input_good() {
        UUID unknown = UUID.randomUUID();
        as("nurse")
                .body(body("vital_signs", "{\"pulse\":70}", null).replace(patient.toString(), unknown.toString()))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        for (String bad : List.of(
                body("Vital Signs", "{\"pulse\":70}", null),
                body("$ne", "{\"pulse\":70}", null),
                body("vital_signs", "{}", null),
                body("vital_signs", "{\"$gt\":1}", null),
                body("vital_signs", "{\"a\":{\"b.c\":1}}", null),
                body("vital_signs", "[]", null),
                body("vital_signs", "{\"pulse\":70}", "2999-01-01T00:00:00Z"),
                body("vital_signs", "{\"pulse\":70}", "1802-01-01T00:00:00Z"))) {
            as("nurse").body(bad).post("/api/v1/clinical-data").then().statusCode(422);
        }
    }

    @Test
    void one_key_records_once() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(20, () -> as("admin")
                .header("Idempotency-Key", key)
                .body(body("lab_result", "{\"hb\":13.5}", "2001-01-01T00:00:00Z"))
                .post("/api/v1/clinical-data"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.asString()).isEqualTo(answers.get(0).asString());
        });
        assertThat(collection("clinical_data").countDocuments(new Document("patientId", patient)))
                .isEqualTo(1);
    }

    @Test
    void a_doctor_may_record_for_a_patient_whose_booking_was_just_made() {
        UUID fresh = UUID.randomUUID();
        StubServices.registerPatient(fresh);
        StubAppointments.appointment("doctor2", fresh, "in_consultation");

        as("doctor2")
                .body(body("vital_signs", "{\"pulse\":70}", null).replace(patient.toString(), fresh.toString()))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(201);
    }

    private String recorded(String user, String dataType, String data, @Nullable String effectiveAt) {
        return as(user).body(body(dataType, data, effectiveAt))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String body(String dataType, String data, @Nullable String effectiveAt) {
        String at = effectiveAt == null ? "" : ",\"effectiveAt\":\"" + effectiveAt + "\"";
        return "{\"patientId\":\"" + patient + "\",\"dataType\":\"" + dataType + "\",\"data\":" + data + at + "}";
    }

    private ValidatableResponse list(String user, String more) {
        return as(user).get("/api/v1/clinical-data?patientId=" + patient + more)
                .then()
                .statusCode(200);
    }
}
