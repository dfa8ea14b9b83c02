package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Doctors, their timetables and slots. */
@QuarkusTest
class DoctorTest extends ServiceTest {

    @Test
    void a_registered_doctor_is_stored_told_and_audited() {
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
        audited("create", id);
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

        refused(
                as("admin").body(fresh.replace("L-" + other, "l-" + user)).post("/api/v1/doctors"),
                409,
                "duplicate-doctor");
        refused(
                as("admin")
                        .body(fresh.replace(other + "@", user.toUpperCase(java.util.Locale.ROOT) + "@"))
                        .post("/api/v1/doctors"),
                409,
                "duplicate-doctor");
    }

    @Test
    void a_doctor_registered_twenty_times_with_one_key_is_registered_once() {
        String user = "dr-" + UUID.randomUUID();
        String key = UUID.randomUUID().toString();

        List<Response> answers = atOnce(20, () -> as("admin")
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
        refused(
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

        refused(as("admin").body(patch).patch(path), 428, "precondition-required");
        refused(as("admin").header("If-Match", "\"7\"").body(patch).patch(path), 412, "stale-version");
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
        assertThat(audited("update", doctor.id()).json().path("changedFields").toString())
                .isNotEmpty();
        refused(
                as("admin")
                        .header("If-Match", "\"1\"")
                        .body("{\"familyName\":null}")
                        .patch(path),
                422,
                "invalid-input");
        refused(as("admin").header("If-Match", "\"1\"").body("{\"surprise\":1}").patch(path), 422, "invalid-input");
    }

    @Test
    void of_patches_of_one_version_at_once_one_wins() {
        var doctor = doctor();

        List<Integer> statuses = atOnce(10, () -> as("admin")
                .header("If-Match", "\"0\"")
                .body("{\"specialty\":\"s-" + UUID.randomUUID() + "\"}")
                .patch("/api/v1/doctors/" + doctor.id())
                .statusCode());

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(9);
    }

    @Test
    void a_doctor_finds_themselves() {
        var doctor = doctor();

        doctor.asks().get("/api/v1/doctors/me").then().statusCode(200).body("id", equalTo(doctor.id()));
        refused(as("doctor").get("/api/v1/doctors/me"), 404, "not-found");
    }

    @Test
    void doctors_are_found_by_specialty_and_name_and_paged() {
        String specialty = "s-" + UUID.randomUUID();
        for (String family : List.of("Curie", "Anning", "Bell"))
            as("admin")
                    .body(registration("dr-" + UUID.randomUUID(), "UTC")
                            .replace("general", specialty)
                            .replace("Blackwell", family))
                    .post("/api/v1/doctors")
                    .then()
                    .statusCode(201);
        String query = "/api/v1/doctors?specialty=" + specialty;

        Response page = as("patient").get(query + "&limit=2");

        assertThat(page.jsonPath().<String>getList("items.familyName")).containsExactly("Anning", "Bell");
        as("patient")
                .get(query + "&limit=2&after=" + page.path("next"))
                .then()
                .body("items.familyName", equalTo(List.of("Curie")))
                .body("next", nullValue());
        as("patient").get(query + "&q=cur eli").then().body("items", hasSize(1));
        as("patient").get(query + "&q=%25").then().body("items", hasSize(0));
    }

    @Test
    void a_timetable_is_read_back_as_it_was_set() {
        var doctor = doctor();
        String timetable = """
                {"slotMinutes":20,"bufferMinutes":5,"weekly":[{"day":"monday","from":"09:00","to":"12:00"}],\
                "exceptions":[{"date":"2031-03-03","closed":true}],"validFrom":"2031-01-01","validTo":"2031-12-31"}""";

        doctor.asks()
                .body(timetable)
                .put("/api/v1/doctors/" + doctor.id() + "/schedule")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");

        as("patient")
                .get("/api/v1/doctors/" + doctor.id() + "/schedule")
                .then()
                .statusCode(200)
                .body("timeZone", equalTo("Europe/Berlin"))
                .body("slotMinutes", equalTo(20))
                .body("weekly[0].day", equalTo("monday"))
                .body("weekly[0].to", equalTo("12:00"))
                .body("exceptions[0].closed", equalTo(true));
        audited("update", doctor.id());
    }

    @Test
    void another_doctors_timetable_is_not_for_a_doctor_to_set() {
        refused(
                doctor().asks().body(AROUND_THE_CLOCK).put("/api/v1/doctors/" + doctor().id() + "/schedule"),
                403,
                "forbidden");
    }

    @Test
    void a_timetable_that_makes_no_sense_is_refused() {
        String path = "/api/v1/doctors/" + doctor().id() + "/schedule";

        for (String timetable : List.of(
                "{\"slotMinutes\":0,\"weekly\":[]}",
                "{\"slotMinutes\":15}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"someday\",\"from\":\"09:00\",\"to\":\"10:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"monday\",\"from\":\"25:00\",\"to\":\"26:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"monday\",\"from\":\"10:00\",\"to\":\"09:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[null]}"))
            refused(as("admin").body(timetable).put(path), 422, "invalid-input");
    }

    @Test
    void slots_are_right_on_the_day_the_clocks_change() {
        String nights = """
                {"slotMinutes":60,"weekly":[{"day":"sunday","from":"00:00","to":"05:00"}]}""";
        var berlin = doctor("Europe/Berlin", nights);
        var newYork = doctor("America/New_York", nights);

        assertThat(slots(berlin, "2031-03-30", "2031-03-30")).hasSize(4);
        assertThat(slots(berlin, "2031-10-26", "2031-10-26")).hasSize(6);
        assertThat(slots(newYork, "2031-03-09", "2031-03-09")).hasSize(4);
        assertThat(slots(newYork, "2031-11-02", "2031-11-02")).hasSize(6);
    }

    @Test
    void a_slot_is_free_until_it_is_booked() {
        var doctor = doctor();
        Instant end = SOON.plusSeconds(1800);
        assertThat(free(doctor, SOON, end)).containsExactly(true, true);
        String id = booked(doctor, SOON);

        assertThat(free(doctor, SOON, end)).containsExactly(false, true);

        act(as("reception"), id, "cancel", "{\"reason\":\"ill\"}").then().statusCode(200);
        assertThat(free(doctor, SOON, end)).containsExactly(true, true);
    }

    @Test
    void slots_are_listed_for_a_week_and_at_most_two_months() {
        var doctor = doctor();
        String path = "/api/v1/doctors/" + doctor.id() + "/slots";

        assertThat(as("patient").get(path).jsonPath().getList("items")).hasSizeBetween(671, 672);
        refused(as("patient").get(path + "?from=2031-01-01&to=2031-12-31"), 422, "invalid-input");
        refused(as("patient").get(path + "?from=2031-02-01&to=2031-01-01"), 422, "invalid-input");
        refused(as("patient").get("/api/v1/doctors/" + UUID.randomUUID() + "/slots"), 404, "not-found");
    }

    private static List<Object> slots(Doctor doctor, String from, String to) {
        return as("patient")
                .get("/api/v1/doctors/" + doctor.id() + "/slots?from=" + from + "&to=" + to)
                .jsonPath()
                .getList("items");
    }

    private static List<Boolean> free(Doctor doctor, Instant from, Instant to) {
        return as("patient")
                .get("/api/v1/doctors/" + doctor.id() + "/slots?from=" + from + "&to=" + to)
                .jsonPath()
                .getList("items.free");
    }
}
