package polyclinic.patient.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.patient.ServiceTest;

/** Of whom a caller is told: the same patients whose records they may open, and each is in the trail before it is named. */
@QuarkusTest
class VisiblePatientsTest extends ServiceTest {

    @Test
    void a_doctor_sees_those_in_care_and_nobody_else() {
        String inCare = registered();
        String other = registered();
        as("doctor")
                .body("{\"reason\":\"found unconscious\"}")
                .post("/api/v1/patients/" + inCare + "/emergency-access");

        assertThat(visible(as("doctor"), inCare, other)).containsExactly(inCare);
        assertThat(visible(as("doctor2"), inCare, other)).isEmpty();
    }

    @Test
    void a_patient_sees_themselves_and_the_staff_everybody() {
        UUID own = UUID.fromString(registered());
        String other = registered();

        assertThat(visible(asPatient(own), own.toString(), other)).containsExactly(own.toString());
        for (String user : List.of("reception", "nurse", "pharmacist", "lab", "cashier", "admin", "auditor"))
            assertThat(visible(as(user), own.toString(), other)).as(user).containsExactly(own.toString(), other);
    }

    @Test
    void of_several_roles_only_those_count_that_are_asked_for() {
        String patient = registered();
        String token = Tokens.withRoles("doctor2", Set.of("doctor", "lab_technician"), Map.of());

        assertThat(visible(withToken(token), patient)).containsExactly(patient);
        assertThat(withToken(token)
                        .body("{\"patientIds\":[\"" + patient + "\"],\"roles\":[\"doctor\"]}")
                        .post("/api/v1/patients/visible")
                        .<List<String>>path("patientIds"))
                .isEmpty();
        assertThat(as("doctor2")
                        .body("{\"patientIds\":[\"" + patient + "\"],\"roles\":[\"admin\"]}")
                        .post("/api/v1/patients/visible")
                        .<List<String>>path("patientIds"))
                .isEmpty();
    }

    /** The gateway names the roles by which it asks, of machines too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "receptionist",
                "nurse",
                "pharmacist",
                "lab_technician",
                "cashier",
                "admin",
                "auditor",
                "importer"
            })
    void each_role_that_follows_patients_may_be_named(String role) {
        String patient = registered();

        assertThat(as(role).body(Map.of("patientIds", List.of(patient), "roles", List.of(role)))
                        .post("/api/v1/patients/visible")
                        .<List<String>>path("patientIds"))
                .containsExactly(patient);
        assertProblem(
                as(role).body(Map.of("patientIds", List.of(patient), "roles", List.of("service:document.text")))
                        .post("/api/v1/patients/visible"),
                422,
                "invalid-input");
    }

    @Test
    void whoever_is_named_is_in_the_trail_as_followed() {
        String one = registered();
        String other = registered();

        visible(as("nurse"), one, other);

        TopicClient.Message entry = TopicClient.await(
                        "audit.entries",
                        found -> found.text("action").equals("follow")
                                && found.json().path("patientIds").toString().contains(one),
                        1)
                .get(0);
        assertThat(entry.json().path("patientIds").toString()).contains(other);
        assertThat(entry.text("outcome")).isEqualTo("success");
    }

    @Test
    void two_hundred_patients_are_asked_for_at_most_and_one_at_least() {
        assertProblem(as("nurse").body("{\"patientIds\":[]}").post("/api/v1/patients/visible"), 422, "invalid-input");
        assertProblem(
                as("nurse")
                        .body(Map.of(
                                "patientIds",
                                Stream.generate(UUID::randomUUID).limit(201).toList()))
                        .post("/api/v1/patients/visible"),
                422,
                "invalid-input");
    }

    private static List<String> visible(RequestSpecification caller, String... patients) {
        return caller.body(Map.of("patientIds", List.of(patients)))
                .post("/api/v1/patients/visible")
                .then()
                .statusCode(200)
                .extract()
                .path("patientIds");
    }
}
