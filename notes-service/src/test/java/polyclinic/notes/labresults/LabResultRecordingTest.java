package polyclinic.notes.labresults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.notes.testing.NotesServiceTest;

@QuarkusTest
class LabResultRecordingTest extends NotesServiceTest {
    private final UUID patient = patientInCare();
    private final UUID request = UUID.randomUUID();

    @Test
    void a_result_is_clinical_data_of_the_same_values_and_a_point_of_a_trend() {
        publish("resulted", 1, false, "4.10");
        awaitVersions(1);

        Response list = as("doctor").queryParam("patientId", patient).get("/api/v1/clinical-data");
        assertThat(list.asString())
                .contains("\"value\":4.10,\"comparator\":\"<\",\"unit\":\"mmol/L\"")
                .contains("\"referenceRange\":{\"low\":3.50,\"high\":5.1},\"interpretation\":\"N\"")
                .contains("\"value\":\"1:80\"");
        list.then()
                .body("items.labRequestId", contains(request.toString()))
                .body("items.labRequestVersion", contains(1))
                .body("items.effectiveAt", contains("2026-03-02T09:30:00Z"));
        String trend = as("doctor")
                .queryParam("patientId", patient)
                .queryParam("dataType", "lab_result")
                .queryParam("path", "results.2823-3")
                .get("/api/v1/clinical-data/trend")
                .asString();
        assertThat(trend).contains("\"value\":4.10,\"comparator\":\"<\",\"unit\":\"mmol/L\"");
        assertThat(as("doctor")
                        .queryParam("patientId", patient)
                        .queryParam("dataType", "lab_result")
                        .queryParam("path", "results.2823-3.value")
                        .get("/api/v1/clinical-data/trend")
                        .asString())
                .isEqualTo(trend);
    }

    @Test
    void a_correction_replaces_what_it_corrects_which_stays_readable_in_error() {
        publish("resulted", 1, false, "4.10");
        publish("corrected", 2, false, "4.80");
        awaitVersions(2);

        assertOneValid(2, "4.80");
        String wrong = id(1);
        as("doctor")
                .get("/api/v1/clinical-data/" + wrong)
                .then()
                .statusCode(200)
                .body("enteredInError.replacedBy", equalTo(id(2)))
                .body("enteredInError.reason", equalTo("haemolysed"));
        as("doctor")
                .queryParam("patientId", patient)
                .queryParam("enteredInError", true)
                .get("/api/v1/clinical-data")
                .then()
                .body("items.id", contains(wrong));
        assertThat(TopicClient.event("notes.events", "clinical-data.entered-in-error.v1", wrong)
                        .text("replacedBy"))
                .isEqualTo(id(2));
    }

    @Test
    void a_result_of_a_request_is_corrected_at_the_request_and_not_here_alone() {
        publish("resulted", 1, false, "4.10");
        awaitVersions(1);

        Response marked =
                as("doctor").body("{\"reason\":\"x\"}").post("/api/v1/clinical-data/" + id(1) + "/entered-in-error");

        assertProblem(marked, 409, "corrected-by-laboratory");
        marked.then().body("labRequestId", equalTo(request.toString()));
        assertOneValid(1, "4.10");
    }

    @Test
    void versions_may_come_in_any_order_and_again_and_leave_the_newest() {
        List<Runnable> events = new ArrayList<>(List.of(
                () -> publish("resulted", 1, false, "4.10"),
                () -> publish("resulted", 2, false, "4.20"),
                () -> publish("corrected", 3, false, "4.30"),
                () -> publish("reviewed", 3, true, "4.30")));
        events.addAll(List.copyOf(events));
        Collections.reverse(events);
        events.forEach(Runnable::run);

        awaitVersions(3);
        await().until(() -> collection("clinical_data")
                        .countDocuments(new Document("labRequestId", request).append("enteredInError", null))
                == 1);
        assertOneValid(3, "4.30");
        asPatient(patient).get("/api/v1/clinical-data/" + id(3)).then().statusCode(200);
    }

    @Test
    void a_patient_sees_a_result_once_a_doctor_has_reviewed_it() {
        publish("resulted", 1, false, "4.10");
        awaitVersions(1);
        asPatient(patient).get("/api/v1/clinical-data/" + id(1)).then().statusCode(404);
        asPatient(patient)
                .queryParam("patientId", patient)
                .get("/api/v1/clinical-data")
                .then()
                .body("items", hasSize(0));
        as("lab_technician").get("/api/v1/clinical-data/" + id(1)).then().statusCode(200);

        publish("reviewed", 1, true, "4.10");

        await().until(() ->
                asPatient(patient).get("/api/v1/clinical-data/" + id(1)).statusCode() == 200);
        asPatient(patient)
                .queryParam("patientId", patient)
                .get("/api/v1/clinical-data")
                .then()
                .body("items.id", contains(id(1)));
        await().until(() -> asPatient(patient)
                .get("/api/v1/timelines/" + patient)
                .<List<String>>path("items.kind")
                .equals(List.of("lab_request_reviewed")));
    }

    @Test
    void results_that_come_in_parts_are_each_at_the_time_when_they_were_measured() {
        Map<String, Object> potassium = result("2823-3", "4.10", "2026-03-02T09:30:00Z");
        publish("resulted", 1, false, List.of(potassium));
        publish("resulted", 2, true, List.of(potassium, result("718-7", "13.50", "2026-03-06T09:30:00Z")));
        await().until(() -> collection("clinical_data")
                        .countDocuments(new Document("labRequestId", request).append("enteredInError", null))
                == 2);

        trend("2823-3")
                .body("items.effectiveAt", contains("2026-03-02T09:30:00Z"))
                .body("items.unit", contains("mmol/L"));
        trend("718-7").body("items.effectiveAt", contains("2026-03-06T09:30:00Z"));
        String monday = as("doctor")
                .queryParam("patientId", patient)
                .get("/api/v1/clinical-data")
                .path("items[1].id");
        as("doctor").get("/api/v1/clinical-data/" + id(1)).then().body("enteredInError.replacedBy", equalTo(monday));
        asPatient(patient).get("/api/v1/clinical-data/" + monday).then().statusCode(200);
    }

    private ValidatableResponse trend(String code) {
        return as("doctor")
                .queryParam("patientId", patient)
                .queryParam("dataType", "lab_result")
                .queryParam("path", "results." + code)
                .get("/api/v1/clinical-data/trend")
                .then()
                .statusCode(200);
    }

    private void assertOneValid(int version, String value) {
        await().untilAsserted(() -> {
            Response list = as("doctor").queryParam("patientId", patient).get("/api/v1/clinical-data");
            list.then().body("items.labRequestVersion", contains(version));
            assertThat(list.asString()).contains("\"value\":" + value);
        });
    }

    private void awaitVersions(int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        collection("clinical_data").countDocuments(new Document("labRequestId", request)) == count);
    }

    private String id(int version) {
        return ReportedResults.id(request, version).toString();
    }

    private static Map<String, Object> result(String code, String value, String performedAt) {
        return Map.of(
                "code",
                code,
                "name",
                "a test",
                "value",
                value,
                "unit",
                "mmol/L",
                "critical",
                false,
                "performedAt",
                performedAt);
    }

    private void publish(String happening, int version, boolean released, String potassium) {
        publish(
                happening,
                version,
                released,
                List.of(
                        Map.of(
                                "code", "2823-3",
                                "name", "Potassium",
                                "value", potassium,
                                "comparator", "<",
                                "unit", "mmol/L",
                                "referenceRange", Map.of("low", "3.50", "high", "5.1"),
                                "interpretation", "N",
                                "critical", false),
                        Map.of("code", "5048-4", "name", "ANA", "value", "1:80", "critical", false)));
    }

    private void publish(String happening, int version, boolean released, List<Map<String, Object>> results) {
        Map<String, Object> data = new HashMap<>(Map.of(
                "labRequestId",
                request,
                "version",
                5 + version,
                "patientId",
                patient,
                "priority",
                "routine",
                "status",
                happening.equals("reviewed") ? "reviewed" : "resulted",
                "resultVersion",
                version,
                "critical",
                false,
                "released",
                released,
                "performedAt",
                "2026-03-02T09:30:00Z",
                "occurredAt",
                "2026-03-02T10:30:00Z"));
        data.put("results", results);
        if (happening.equals("corrected")) data.put("reason", "haemolysed");
        TopicClient.publish("prescription.events", "lab-request." + happening + ".v1", request, data);
    }
}
