package polyclinic.appointment.doctors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.appointment.AppointmentServiceTest;

@QuarkusTest
class DoctorQueriesTest extends AppointmentServiceTest {
    @Test
    void a_doctor_finds_themselves() {
        var doctor = doctor();

        doctor.asks().get("/api/v1/doctors/me").then().statusCode(200).body("id", equalTo(doctor.id()));
        assertProblem(as("doctor").get("/api/v1/doctors/me"), 404, "not-found");
    }

    /** The gateway keeps these answers for all who have the same roles. */
    @Test
    void callers_with_the_same_roles_are_shown_the_same() {
        var doctor = doctor();
        String path = "/api/v1/doctors/" + doctor.id();
        for (String address : List.of(
                path, path + "/schedule", path + "/slots?from=2031-06-02&to=2031-06-03", "/api/v1/doctors?limit=5")) {
            assertThat(doctor.asks().get(address).asString())
                    .as(address)
                    .isEqualTo(as("doctor").get(address).asString());
            assertThat(asPatient(UUID.randomUUID()).get(address).asString())
                    .as(address)
                    .isEqualTo(asPatient(UUID.randomUUID()).get(address).asString());
        }
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Maria | De la Cruz | delacruz",
                "Maria | Delacruz | de la cruz",
                "राम | वर्मा | राम",
                "राम | वर्मा | ram varma",
                "小明 | 王 | 王小明",
                "Юрий | Гагарин | yuri ga",
                "محمد | حسن | Mohammed",
                "Seán | O’Brien | obrien sean",
                "Jürgen | Müller | mueller"
            })
    void a_doctors_name_is_found_in_any_script_together_or_apart(String given, String family, String q) {
        String specialty = "s-" + UUID.randomUUID();
        for (String name : List.of(given, "मीरा"))
            as("admin")
                    .body(registration("dr-" + UUID.randomUUID(), "UTC")
                            .replace("general", specialty)
                            .replace("Blackwell", family)
                            .replace("Elizabeth", name))
                    .post("/api/v1/doctors")
                    .then()
                    .statusCode(201);

        assertThat(as("patient")
                        .queryParam("specialty", specialty)
                        .queryParam("q", q)
                        .get("/api/v1/doctors")
                        .jsonPath()
                        .<String>getList("items.givenName"))
                .contains(given);
        if (q.equals("राम"))
            as("patient")
                    .queryParam("specialty", specialty)
                    .queryParam("q", q)
                    .get("/api/v1/doctors")
                    .then()
                    .body("items", hasSize(1));
    }

    @Test
    void a_line_break_in_a_name_is_refused_and_no_list_ends_at_it() {
        for (String name : List.of("Ana\\nMaria", "Ana\\u2028Maria", "\\u200b"))
            assertProblem(
                    as("admin")
                            .body(registration("dr-" + UUID.randomUUID(), "UTC").replace("Elizabeth", name))
                            .post("/api/v1/doctors"),
                    422,
                    "invalid-input");
    }
}
