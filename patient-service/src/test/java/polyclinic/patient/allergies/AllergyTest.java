package polyclinic.patient.allergies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class AllergyTest extends ServiceTest {
    private static final String PENICILLIN = "{\"substance\":{\"name\":\"Penicillin\"},\"criticality\":\"high\"}";

    @Test
    void an_allergy_is_recorded_corrected_and_withdrawn_and_each_step_is_published() {
        String patient = registered();
        String allergies = "/api/v1/patients/" + patient + "/allergies";

        Response recorded = as("nurse").body(PENICILLIN).post(allergies);
        assertThat(recorded.statusCode()).isEqualTo(201);
        String one = allergies + "/" + recorded.path("id");
        as("nurse")
                .header("If-Match", recorded.header("ETag"))
                .body("{\"criticality\":\"low\"}")
                .patch(one)
                .then()
                .statusCode(200)
                .body("criticality", equalTo("low"));
        as("nurse").get(allergies).then().body("items.substance.name", contains("Penicillin"));
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").get(allergies).then().body("items", hasSize(0));
        as("nurse").delete(one).then().statusCode(409);

        assertThat(TopicClient.await("patient.events", message -> message.key().equals(patient), 4))
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.allergy-recorded.v1",
                        "patient.allergy-updated.v1",
                        "patient.allergy-removed.v1");
    }

    @Test
    void reception_sees_no_clinical_content() {
        as("reception")
                .get("/api/v1/patients/" + registered() + "/allergies")
                .then()
                .statusCode(403);
    }
}
