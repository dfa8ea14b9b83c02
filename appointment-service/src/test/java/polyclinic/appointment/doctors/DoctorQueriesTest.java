package polyclinic.appointment.doctors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;

@QuarkusTest
class DoctorQueriesTest extends AppointmentServiceTest {
    @Test
    void a_doctor_finds_themselves() {
        var doctor = doctor();

        doctor.asks().get("/api/v1/doctors/me").then().statusCode(200).body("id", equalTo(doctor.id()));
        assertProblem(as("doctor").get("/api/v1/doctors/me"), 404, "not-found");
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
}
