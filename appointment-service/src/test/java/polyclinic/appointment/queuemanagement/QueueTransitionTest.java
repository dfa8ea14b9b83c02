package polyclinic.appointment.queuemanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class QueueTransitionTest extends AppointmentServiceTest {
    @Test
    void a_walk_in_goes_through_the_queue_and_gets_an_encounter() {
        var doctor = doctor();
        String id = walkIn(doctor, "normal")
                .then()
                .statusCode(201)
                .body("status", equalTo("waiting"))
                .extract()
                .path("id");

        move(id, "nurse_completed").then().statusCode(200);
        move(id, "ready_for_doctor").then().statusCode(200);
        String encounter = moveAs(doctor, id, "in_consultation")
                .then()
                .statusCode(200)
                .extract()
                .path("encounterId");
        doctor.asks()
                .get("/api/v1/encounters/" + encounter)
                .then()
                .body("queueEntryId", equalTo(id))
                .body("status", equalTo("in_progress"));
        moveAs(doctor, id, "completed").then().statusCode(200).body("status", equalTo("completed"));
        doctor.asks().get("/api/v1/encounters/" + encounter).then().body("status", equalTo("finished"));

        var ended = event("encounter.completed.v1", encounter);
        assertThat(ended.text("type")).isEqualTo("walk_in");
        assertThat(ended.text("queueEntryId")).isEqualTo(id);
        assertThat(ended.json().has("appointmentId")).isFalse();
        assertThat(ended.json().path("version").asLong()).isEqualTo(1);
        event("queue.entry-added.v1", id);
        auditEntry("create", id);
        auditEntry("update", id);
        assertThat(event("queue.entry-moved.v1", id).json().path("status").asText())
                .isEqualTo("nurse_completed");
    }

    @Test
    void steps_cannot_be_skipped_and_the_doctors_steps_are_the_doctors() {
        var doctor = doctor();
        String id = walkIn(doctor, "normal").path("id");

        assertProblem(move(id, "ready_for_doctor"), 409, "invalid-transition");
        assertProblem(moveAs(doctor, id, "in_consultation"), 409, "invalid-transition");
        assertProblem(move(id, "in_consultation"), 403, "forbidden");
        assertProblem(moveAs(doctor(), id, "nurse_completed"), 404, "not-found");
        assertProblem(move(id, "waiting"), 409, "invalid-transition");
    }

    @Test
    void moving_an_entry_with_an_appointment_moves_the_appointment() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        String entry = checkedIn(id);

        move(entry, "nurse_completed").then().statusCode(200);
        move(entry, "ready_for_doctor").then().statusCode(200);
        moveAs(doctor, entry, "in_consultation").then().statusCode(200).body("encounterId", notNullValue());
        as("nurse").get("/api/v1/appointments/" + id).then().body("status", equalTo("in_consultation"));
        moveAs(doctor, entry, "completed").then().statusCode(200);
        as("nurse").get("/api/v1/appointments/" + id).then().body("status", equalTo("completed"));
    }

    @Test
    void leaving_the_queue_cancels_the_appointment() {
        String id = booked(doctor(), SOON);
        String entry = checkedIn(id);

        move(entry, "cancelled").then().statusCode(200).body("status", equalTo("cancelled"));

        as("nurse").get("/api/v1/appointments/" + id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void who_leaves_during_the_consultation_leaves_whoever_says_so() {
        var doctor = doctor();
        List<RequestSpecification> sayers = List.of(doctor.asks(), as("reception"), as("nurse"));

        for (int i = 0; i < sayers.size(); i++) {
            String id = booked(doctor, SOON.plusSeconds(900L * i));
            String entry = checkedIn(id);
            act(doctor.asks(), id, "start", "{}").then().statusCode(200);

            sayers.get(i)
                    .body("{\"to\":\"cancelled\"}")
                    .post("/api/v1/queue/" + entry + "/transition")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("cancelled"));
            assertThat(event("appointment.cancelled.v1", id)
                            .json()
                            .path("cancellationReason")
                            .asText())
                    .isEqualTo("left the queue");
        }
        assertThat(count("encounter where doctor_id = '" + doctor.id() + "' and status = 'CANCELLED'"))
                .isEqualTo(3);
    }

    @Test
    void a_token_number_is_never_used_again() {
        var doctor = doctor();
        String first = walkIn(doctor, "normal").path("id");
        move(first, "cancelled").then().statusCode(200);

        List<Integer> tokens =
                Concurrently.run(5, () -> walkIn(doctor, "normal").<Integer>path("tokenNumber"));

        assertThat(tokens).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
    }

    @Test
    void after_a_restore_token_numbers_jump_ahead_for_every_doctor() {
        var known = doctor();
        walkIn(known, "normal").then().body("tokenNumber", equalTo(1));
        var idle = doctor();

        pool.query("select * from polyclinic_jump_numbers(100)").executeAndAwait();

        walkIn(known, "normal").then().body("tokenNumber", equalTo(102));
        walkIn(idle, "normal").then().body("tokenNumber", equalTo(101));
    }

    private static Response move(String id, String to) {
        return as("nurse").body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + id + "/transition");
    }

    private static Response moveAs(Doctor doctor, String id, String to) {
        return doctor.asks().body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + id + "/transition");
    }
}
