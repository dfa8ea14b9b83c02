package polyclinic.patient.immunizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class ImmunizationTest extends ServiceTest {
    private static final String INFLUENZA = """
            {"vaccine":{"code":"140","system":"http://hl7.org/fhir/sid/cvx","name":"Influenza, seasonal"},\
            "date":"%s","lotNumber":"AB1234","doseNumber":1}""";

    @Test
    void an_immunization_is_recorded_corrected_and_withdrawn_and_each_step_is_published_without_its_vaccine() {
        String patient = registered();
        String immunizations = "/api/v1/patients/" + patient + "/immunizations";

        Response recorded = as("nurse").body(INFLUENZA.formatted("2024-10-01")).post(immunizations);
        recorded.then().statusCode(201).body("vaccine.code", equalTo("140")).body("outcome", equalTo("completed"));
        String one = immunizations + "/" + recorded.path("id");
        as("nurse")
                .header("If-Match", recorded.header("ETag"))
                .body("{\"vaccine\":{\"name\":\"Influenza\"},\"lotNumber\":\"AB1235\"}")
                .patch(one)
                .then()
                .statusCode(200)
                .body("vaccine.code", equalTo("140"))
                .body("vaccine.name", equalTo("Influenza"));
        as("nurse").get(one).then().statusCode(200).body("lotNumber", equalTo("AB1235"));
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").get(immunizations).then().body("items", hasSize(0));

        var events =
                TopicClient.await("patient.events", message -> message.key().equals(patient), 4);
        assertThat(events)
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.immunization-recorded.v1",
                        "patient.immunization-updated.v1",
                        "patient.immunization-removed.v1");
        assertThat(events.get(1).text("date")).isEqualTo("2024-10-01");
        assertThat(events).noneMatch(event -> event.body().contains("Influenza"));
    }

    @Test
    void the_last_one_stands_first_and_each_page_goes_on_where_the_one_before_ended() {
        String immunizations = "/api/v1/patients/" + registered() + "/immunizations";
        for (String day : new String[] {"2020-10-01", "2022-10-01", "2021-10-01", "2022-10-01"})
            as("nurse")
                    .body(INFLUENZA.formatted(day))
                    .post(immunizations)
                    .then()
                    .statusCode(201);

        Response first = as("nurse").get(immunizations + "?limit=2");
        first.then().body("items.date", contains("2022-10-01", "2022-10-01"));
        as("nurse")
                .get(immunizations + "?limit=2&after=" + first.path("next"))
                .then()
                .body("items.date", contains("2021-10-01", "2020-10-01"))
                .body("next", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"date\":\"2024-10-01\"}",
                "{\"vaccine\":{\"name\":\"MMR\"}}",
                "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2999-10-01\"}",
                "{\"vaccine\":{\"name\":\"MMR\",\"code\":\"MMR\",\"system\":\"http://hl7.org/fhir/sid/cvx\"},\"date\":\"2024-10-01\"}",
                "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2024-10-01\",\"reason\":\"refused\"}",
                "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2024-10-01\",\"outcome\":\"not_done\",\"lotNumber\":\"1\"}",
                "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2024-10-01\",\"doseNumber\":0}"
            })
    void an_immunization_that_contradicts_itself_is_refused(String body) {
        assertProblem(
                as("nurse").body(body).post("/api/v1/patients/" + registered() + "/immunizations"),
                422,
                "invalid-input");
    }

    @Test
    void that_it_was_not_done_is_recorded_with_the_reason_and_by_nobody_who_has_the_patient_not_in_care() {
        as("doctor")
                .body(
                        "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2024-10-01\",\"outcome\":\"not_done\",\"reason\":\"refused\"}")
                .post("/api/v1/patients/" + registered() + "/immunizations")
                .then()
                .statusCode(404);
        as("nurse")
                .body(
                        "{\"vaccine\":{\"name\":\"MMR\"},\"date\":\"2024-10-01\",\"outcome\":\"not_done\",\"reason\":\"refused\"}")
                .post("/api/v1/patients/" + registered() + "/immunizations")
                .then()
                .statusCode(201)
                .body("reason", equalTo("refused"));
    }
}
