package polyclinic.appointment.queuemanagement;

import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class PatientArrivalTest extends AppointmentServiceTest {
    @Test
    void each_doctor_counts_for_themselves() {
        walkIn(doctor(), "normal").then().body("tokenNumber", equalTo(1));
        walkIn(doctor(), "normal").then().body("tokenNumber", equalTo(1));
    }

    @Test
    void joining_with_an_appointment_checks_it_in() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor, SOON);
        String body = """
                {"patientId":"%s","doctorId":"%s","priority":"urgent","appointmentId":"%s"}""";

        assertProblem(
                as("reception")
                        .body(body.formatted(StubServices.registeredPatient(), doctor.id(), id))
                        .post("/api/v1/queue"),
                422,
                "invalid-input");
        as("reception")
                .body(body.formatted(patient, doctor.id(), id))
                .post("/api/v1/queue")
                .then()
                .statusCode(201)
                .body("priority", equalTo("urgent"))
                .body("appointmentId", equalTo(id));
        as("nurse").get("/api/v1/appointments/" + id).then().body("status", equalTo("checked_in"));
    }

    @Test
    void who_is_unknown_cannot_join_the_queue() {
        var doctor = doctor();
        String body = "{\"patientId\":\"%s\",\"doctorId\":\"%s\"}";

        assertProblem(
                as("nurse").body(body.formatted(UUID.randomUUID(), doctor.id())).post("/api/v1/queue"),
                422,
                "unknown-patient");
        assertProblem(
                as("nurse")
                        .body(body.formatted(StubServices.registeredPatient(), UUID.randomUUID()))
                        .post("/api/v1/queue"),
                422,
                "unknown-doctor");
    }
}
