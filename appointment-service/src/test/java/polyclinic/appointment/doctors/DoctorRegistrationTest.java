package polyclinic.appointment.doctors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class DoctorRegistrationTest extends AppointmentServiceTest {
    @Test
    void a_registered_doctor_is_stored_published_and_audited() {
        String user = "dr-" + UUID.randomUUID();

        Response response =
                as("admin").body(registration(user, "Europe/Berlin")).post("/api/v1/doctors");

        String id = response.then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .extract()
                .path("id");
        assertThat(response.header("Location")).endsWith("/api/v1/doctors/" + id);
        var event = event("doctor.registered.v1", id).json();
        assertThat(event.path("licenseNumber").asText()).isEqualTo("L-" + user);
        assertThat(event.path("timeZone").asText()).isEqualTo("Europe/Berlin");
        auditEntry("create", id);
        as("reception")
                .get("/api/v1/doctors/" + id)
                .then()
                .statusCode(200)
                .body("email", equalTo(user + "@example.org"));
        as("patient").get("/api/v1/doctors/" + id).then().statusCode(200).body("email", nullValue());
    }

    @Test
    void licence_number_email_and_account_are_of_one_doctor() {
        String user = "dr-" + UUID.randomUUID();
        String body = registration(user, "Europe/Berlin");
        as("admin").body(body).post("/api/v1/doctors").then().statusCode(201);
        String other = "dr-" + UUID.randomUUID();
        String fresh = registration(other, "Europe/Berlin");

        assertProblem(
                as("admin").body(fresh.replace("L-" + other, "l-" + user)).post("/api/v1/doctors"),
                409,
                "duplicate-doctor");
        assertProblem(
                as("admin")
                        .body(fresh.replace(other + "@", user.toUpperCase(Locale.ROOT) + "@"))
                        .post("/api/v1/doctors"),
                409,
                "duplicate-doctor");
    }

    @Test
    void a_doctor_registered_twenty_times_with_one_key_is_registered_once() {
        String user = "dr-" + UUID.randomUUID();
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(20, () -> as("admin")
                .header("Idempotency-Key", key)
                .body(registration(user, "UTC"))
                .post("/api/v1/doctors"));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
    }

    @Test
    void a_time_zone_must_exist() {
        assertProblem(
                as("admin")
                        .body(registration("dr-" + UUID.randomUUID(), "Mars/Olympus"))
                        .post("/api/v1/doctors"),
                422,
                "invalid-input");
    }

    @Test
    void a_patch_needs_the_version_it_changes() {
        var doctor = doctor();
        String path = "/api/v1/doctors/" + doctor.id();
        String patch = "{\"specialty\":\"cardiology\"}";

        assertProblem(as("admin").body(patch).patch(path), 428, "precondition-required");
        assertProblem(as("admin").header("If-Match", "\"7\"").body(patch).patch(path), 412, "stale-version");
        as("admin")
                .header("If-Match", "\"0\"")
                .body(patch)
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("specialty", equalTo("cardiology"))
                .body("familyName", equalTo("Blackwell"));
        assertThat(event("doctor.updated.v1", doctor.id())
                        .json()
                        .path("version")
                        .asLong())
                .isEqualTo(1);
        assertThat(auditEntry("update", doctor.id())
                        .json()
                        .path("changedFields")
                        .toString())
                .isNotEmpty();
        assertProblem(
                as("admin")
                        .header("If-Match", "\"1\"")
                        .body("{\"familyName\":null}")
                        .patch(path),
                422,
                "invalid-input");
        assertProblem(
                as("admin").header("If-Match", "\"1\"").body("{\"surprise\":1}").patch(path), 422, "invalid-input");
    }

    @Test
    void of_patches_of_one_version_at_once_one_wins() {
        var doctor = doctor();

        List<Integer> statuses = Concurrently.run(10, () -> as("admin")
                .header("If-Match", "\"0\"")
                .body("{\"specialty\":\"s-" + UUID.randomUUID() + "\"}")
                .patch("/api/v1/doctors/" + doctor.id())
                .statusCode());

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(9);
    }
}
