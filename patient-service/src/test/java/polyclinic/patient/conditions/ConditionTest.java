package polyclinic.patient.conditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class ConditionTest extends ServiceTest {
    private static final String DIABETES = """
            {"code":"e119","system":"http://hl7.org/fhir/sid/icd-10","name":"Type 2 diabetes mellitus",\
            "clinicalStatus":"active","onset":"2019-05-01"}""";

    @Test
    void a_condition_is_recorded_resolved_and_withdrawn_and_each_step_is_published_without_its_name() {
        String patient = registered();
        String conditions = "/api/v1/patients/" + patient + "/conditions";

        Response recorded = as("nurse").body(DIABETES).post(conditions);
        recorded.then().statusCode(201).body("code", equalTo("E11.9"));
        String one = conditions + "/" + recorded.path("id");
        assertThat(recorded.header("Location")).endsWith(one);
        Response resolved = as("nurse")
                .header("If-Match", recorded.header("ETag"))
                .body("{\"clinicalStatus\":\"resolved\",\"abatement\":\"2020-01-01\"}")
                .patch(one);
        resolved.then().statusCode(200).body("abatement", equalTo("2020-01-01"));
        as("pharmacist").get(conditions).then().body("items.clinicalStatus", contains("resolved"));
        as("nurse")
                .header("If-None-Match", resolved.header("ETag"))
                .get(one)
                .then()
                .statusCode(304);
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").get(conditions).then().body("items", hasSize(0));
        as("nurse").get(one).then().body("status", equalTo("entered_in_error"));
        assertProblem(
                as("nurse").header("If-Match", "*").body("{\"note\":\"x\"}").patch(one), 409, "entered-in-error");

        var events =
                TopicClient.await("patient.events", message -> message.key().equals(patient), 4);
        assertThat(events)
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.condition-recorded.v1",
                        "patient.condition-updated.v1",
                        "patient.condition-removed.v1");
        assertThat(events.get(2).text("clinicalStatus")).isEqualTo("resolved");
        assertThat(events).noneMatch(event -> event.body().contains("diabetes"));
        assertThat(TopicClient.auditEntry("update", recorded.path("id")).text("patientId"))
                .isEqualTo(patient);
    }

    @Test
    void a_list_has_its_pages_and_those_of_one_clinical_status() {
        String patient = registered();
        String conditions = "/api/v1/patients/" + patient + "/conditions";
        for (String status : new String[] {"active", "resolved", "recurrence"})
            as("nurse")
                    .body("{\"name\":\"%s\",\"clinicalStatus\":\"%s\"}".formatted(status, status))
                    .post(conditions)
                    .then()
                    .statusCode(201);

        Response first = as("nurse").get(conditions + "?limit=2");
        first.then().body("items.name", contains("active", "resolved"));
        as("nurse")
                .get(conditions + "?limit=2&after=" + first.path("next"))
                .then()
                .body("items.name", contains("recurrence"))
                .body("next", equalTo(null));
        as("nurse").get(conditions + "?clinicalStatus=resolved").then().body("items.name", contains("resolved"));
        asPatient(UUID.fromString(patient)).get(conditions).then().body("items", hasSize(3));
    }

    /** It may tell of somebody else. */
    @Test
    void what_was_entered_in_error_is_not_the_patients_nor_the_pharmacys() {
        String patient = registered();
        String conditions = "/api/v1/patients/" + patient + "/conditions";
        String one = conditions + "/" + created(as("nurse").body(DIABETES).post(conditions));
        asPatient(UUID.fromString(patient)).get(one).then().statusCode(200);
        as("nurse").delete(one).then().statusCode(204);

        assertProblem(asPatient(UUID.fromString(patient)).get(one), 404, "not-found");
        assertProblem(as("pharmacist").get(one), 404, "not-found");
        assertProblem(
                as("nurse").get("/api/v1/patients/" + registered() + one.substring(one.indexOf("/conditions"))),
                404,
                "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"x\"}",
                "{\"clinicalStatus\":\"active\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"code\":\"E11.9\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"system\":\"http://snomed.info/sct\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"code\":\"44054007\",\"system\":\"http://snomed.info/sct\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"abatement\":\"2020-01-01\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"resolved\",\"onset\":\"2020-01-02\",\"abatement\":\"2020-01-01\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"onset\":\"2999-01-01\"}",
                "{\"name\":\"x\",\"clinicalStatus\":\"active\",\"onset\":\"1200-01-01\"}"
            })
    void a_condition_that_contradicts_itself_is_refused(String body) {
        assertProblem(
                as("nurse").body(body).post("/api/v1/patients/" + registered() + "/conditions"), 422, "invalid-input");
    }

    @Test
    void a_patch_is_of_the_version_that_was_read() {
        String conditions = "/api/v1/patients/" + registered() + "/conditions";
        String one = conditions + "/" + created(as("nurse").body(DIABETES).post(conditions));

        assertProblem(as("nurse").body("{\"note\":\"x\"}").patch(one), 428, "precondition-required");
        assertProblem(
                as("nurse").header("If-Match", "\"7\"").body("{\"note\":\"x\"}").patch(one), 412, "stale-version");
    }
}
