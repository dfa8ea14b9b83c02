package polyclinic.prescription.refills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionRefillTest extends ServiceTest {
    @Test
    void a_refill_of_a_dispensed_prescription_allows_it_once_more_and_the_last_one_ends_it() {
        String id = dispensed();

        refill(id, "pharmacist")
                .then()
                .statusCode(200)
                .body("status", equalTo("partially_dispensed"))
                .body("items[0].refillsLeft", equalTo(0))
                .body("items[0].remaining", equalTo(21));
        refill(id, "pharmacist").then().statusCode(409).body("type", equalTo("urn:polyclinic:problem:no-refills-left"));

        assertPublished(id, "drafted", "issuing", "issued", "refilled");
        assertThat(audited(id, 4)).containsExactly("create", "issue", "issued", "refill");
    }

    @Test
    void two_refills_at_once_use_the_last_one_once() {
        String id = dispensed();

        List<Integer> statuses =
                Concurrently.run(2, () -> refill(id, "pharmacist").statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void what_was_not_dispensed_is_not_refilled() {
        String id = issued();

        refill(id, "doctor").then().statusCode(409).body("type", equalTo("urn:polyclinic:problem:invalid-transition"));
    }

    @Test
    void a_pharmacist_sees_prescriptions_once_they_are_issued() {
        String draft = drafted(visit(), "Paracetamol");
        String issued = issued();

        as("pharmacist").get(one(draft)).then().statusCode(404);
        refill(draft, "pharmacist").then().statusCode(404);
        as("pharmacist").get(one(issued)).then().statusCode(200);
        assertThat(as("pharmacist")
                        .get(PRESCRIPTIONS + "?limit=200&status=draft")
                        .<List<String>>path("items.id"))
                .isEmpty();
    }

    @Test
    void an_allergy_that_became_known_since_is_a_conflict_until_somebody_takes_it_on_themselves() {
        String id = dispensed();
        UUID patient = rows("select patient_id from prescription where id = $1", UUID.fromString(id))
                .get(0)
                .getUUID(0);
        insertKnownAllergy(patient, "Paracetamol");

        refill(id, "pharmacist")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:allergy-conflict"))
                .body("conflicts[0].substance", equalTo("Paracetamol"));
        as("pharmacist").get(one(id)).then().body("items[0].refillsLeft", equalTo(1));

        as("pharmacist")
                .body("{\"overrideReason\":\"agreed with the doctor\"}")
                .post(one(id) + "/refill")
                .then()
                .statusCode(200);
    }

    private static Response refill(String id, String user) {
        return as(user).body("{}").post(one(id) + "/refill");
    }

    private String dispensed() {
        String id = issued();
        execute("update prescription_item set dispensed = quantity where prescription_id = $1", UUID.fromString(id));
        execute("update prescription set status = 'DISPENSED' where id = $1", UUID.fromString(id));
        return id;
    }

    private String issued() {
        String id = drafted(visit(), "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");
        return id;
    }
}
