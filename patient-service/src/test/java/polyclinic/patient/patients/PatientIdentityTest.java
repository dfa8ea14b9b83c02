package polyclinic.patient.patients;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.patient.ServiceTest;

/** Who hands out medicine, examines samples or takes money sees who a patient is, not how to reach them. */
@QuarkusTest
class PatientIdentityTest extends ServiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"pharmacist", "lab", "cashier"})
    void roles_that_only_need_to_know_the_person_see_no_more_and_do_not_leaf_through_all(String user) {
        String uhid = "ID-" + user;
        String id = created(
                as("reception").body("""
                        {"givenName":"Rosalind","familyName":"Franklin-%s","birthDate":"1920-07-25","sex":"female","uhid":"%s",
                         "phone":"(202) 555-0155","email":"%s@example.org","address":{"line":["2 Strand"],"city":"London",
                         "country":"GB"},"emergencyContacts":[{"name":"Muriel","relationship":"mother","phone":"(202) 555-0156"}]}""".formatted(user, uhid, uhid)).post("/api/v1/patients?confirmDistinct=true"));

        as(user).get("/api/v1/patients/" + id)
                .then()
                .statusCode(200)
                .body("familyName", equalTo("Franklin-" + user))
                .body("birthDate", equalTo("1920-07-25"))
                .body("phone", nullValue())
                .body("email", nullValue())
                .body("address", nullValue())
                .body("emergencyContacts", empty());
        as(user).get("/api/v1/patients?uhid=" + uhid)
                .then()
                .statusCode(200)
                .body("items.id", contains(id))
                .body("items[0].phone", nullValue());
        as(user).get("/api/v1/patients?birthDate=1920-07-25&q=franklin-" + user)
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
        as("nurse").get("/api/v1/patients/" + id).then().body("phone", notNullValue());
        assertProblem(as(user).get("/api/v1/patients?q=franklin"), 422, "invalid-input");
        assertProblem(as(user).get("/api/v1/patients"), 422, "invalid-input");
    }
}
