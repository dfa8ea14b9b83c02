package polyclinic.prescription.verification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionVerificationTest extends ServiceTest {
    private static final String VERIFY = "/api/v1/verify/";

    @Test
    void the_token_on_the_paper_tells_without_sign_in_that_it_is_genuine_and_nothing_of_the_patient() {
        String id = drafted(visit(), "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");

        Map<String, Object> answer =
                given().get(VERIFY + token(id)).then().statusCode(200).extract().path("");

        assertThat(answer).containsOnlyKeys("status", "issuedOn", "sha256").containsEntry("status", "issued");
        assertThat(String.valueOf(answer.get("sha256"))).matches("[0-9a-f]{64}");
        as("doctor")
                .body("{\"reason\":\"a mistake\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(200);
        given().get(VERIFY + token(id)).then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void no_other_token_is_known_least_of_all_the_id() {
        String id = drafted(visit(), "Paracetamol");

        given().get(VERIFY + id).then().statusCode(404);
        given().get(VERIFY + "x").then().statusCode(404);
        given().get(VERIFY + "x".repeat(300)).then().statusCode(404);
        given().get(VERIFY + "%00").then().statusCode(404);
    }

    private String token(String id) {
        return rows("select verification_token from prescription where id = $1", UUID.fromString(id))
                .get(0)
                .getString("verification_token");
    }
}
