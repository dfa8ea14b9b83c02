package polyclinic.appointment.queuemanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.pgclient.PgException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
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
    void nobody_waits_twice_for_one_doctor() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String first = created(joins(patient, doctor));

        Response second = joins(patient, doctor);

        assertProblem(second, 409, "already-waiting");
        assertThat(second.<String>path("queueEntryId")).isEqualTo(first);
        // Another doctor is another queue, and so is the common one.
        joins(patient, doctor()).then().statusCode(201);
        joinCommonQueue(patient).then().statusCode(201);
        assertProblem(joinCommonQueue(patient), 409, "already-waiting");
        // Who has left may come again, with a number of their own.
        as("nurse")
                .body("{\"to\":\"cancelled\"}")
                .post("/api/v1/queue/" + first + "/transition")
                .then()
                .statusCode(200);
        joins(patient, doctor).then().statusCode(201).body("tokenNumber", equalTo(2));
    }

    @Test
    void who_waits_without_an_appointment_is_not_checked_in_beside() {
        // Where the appointment is today, at whatever hour this runs
        String zone = Stream.of("Europe/Berlin", "America/New_York")
                .filter(there -> LocalDate.ofInstant(SOON, ZoneId.of(there)).equals(LocalDate.now(ZoneId.of(there))))
                .findFirst()
                .orElseThrow();
        var doctor = doctor(zone, AROUND_THE_CLOCK);
        UUID patient = StubServices.registeredPatient();
        String walkIn = created(joins(patient, doctor));
        String appointment = booked(patient, doctor, SOON);

        Response refused = act(as("reception"), appointment, "check-in", "{}");

        assertProblem(refused, 409, "already-waiting");
        assertThat(refused.<String>path("queueEntryId")).isEqualTo(walkIn);
        as("nurse").get("/api/v1/appointments/" + appointment).then().body("status", equalTo("scheduled"));
        assertProblem(
                as("reception")
                        .body("{\"patientId\":\"%s\",\"appointmentId\":\"%s\"}".formatted(patient, appointment))
                        .post("/api/v1/queue"),
                409,
                "already-waiting");
    }

    @Test
    void of_five_clicks_at_once_one_is_a_place_in_the_queue() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();

        List<Integer> doctors = Concurrently.run(5, () -> joins(patient, doctor).statusCode());
        List<Integer> common =
                Concurrently.run(5, () -> joinCommonQueue(patient).statusCode());

        assertThat(doctors).containsExactlyInAnyOrder(201, 409, 409, 409, 409);
        assertThat(common).containsExactlyInAnyOrder(201, 409, 409, 409, 409);
    }

    /** Whatever the code thinks: a constraint sees to it. */
    @Test
    void the_database_lets_nobody_wait_twice_and_no_token_be_given_twice() {
        var doctor = doctor();
        String entry = created(joins(StubServices.registeredPatient(), doctor));
        String common = created(joinCommonQueue(StubServices.registeredPatient()));
        String copy = """
                insert into queue_entry (id, version, doctor_id, patient_id, day, token_number, common_day,
                                         common_token_number, priority, status, created_at, updated_at)
                select gen_random_uuid(), 0, doctor_id, %s, day, %s, common_day, %s, priority, status, now(), now()
                  from queue_entry where id = '%s'""";

        for (String one : List.of(entry, common)) {
            refuses(
                    copy.formatted("patient_id", "token_number + 1000", "common_token_number + 1000", one),
                    "queue_entry_waiting_once");
            refuses(
                    copy.formatted("gen_random_uuid()", "token_number", "common_token_number + 1000", one),
                    "queue_entry_token_once");
        }
        refuses(
                copy.formatted("gen_random_uuid()", "token_number + 1000", "common_token_number", common),
                "queue_entry_common_token_once");
    }

    private void refuses(String statement, String constraint) {
        assertThatThrownBy(() -> pool.query(statement).executeAndAwait())
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getConstraint())
                        .isEqualTo(constraint));
    }

    @Test
    void the_doctor_of_an_appointment_need_not_be_said_again() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String appointment = booked(patient, doctor, SOON);

        as("reception")
                .body("{\"patientId\":\"%s\",\"appointmentId\":\"%s\"}".formatted(patient, appointment))
                .post("/api/v1/queue")
                .then()
                .statusCode(201)
                .body("doctorId", equalTo(doctor.id()));
    }

    private static Response joins(UUID patient, Doctor doctor) {
        return as("reception")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"}".formatted(patient, doctor.id()))
                .post("/api/v1/queue");
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
