package polyclinic.appointment.consultations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class ConsultationTest extends AppointmentServiceTest {
    @Test
    void a_consultation_begins_an_encounter_and_moves_the_queue_entry() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor, SOON);
        String entry = checkedIn(id);

        String encounter = act(doctor.asks(), id, "start", "{}")
                .then()
                .statusCode(200)
                .body("status", equalTo("in_consultation"))
                .extract()
                .path("encounterId");

        queueEntry(entry).then().body("status", equalTo("in_consultation")).body("encounterId", equalTo(encounter));
        doctor.asks()
                .get("/api/v1/encounters/" + encounter)
                .then()
                .statusCode(200)
                .body("status", equalTo("in_progress"))
                .body("appointmentId", equalTo(id))
                .body("patientId", equalTo(patient.toString()));
    }

    @Test
    void a_completed_consultation_finishes_the_encounter_and_the_queue_entry() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        String entry = checkedIn(id);
        String encounter = started(doctor, id);

        act(doctor.asks(), id, "complete", "{}").then().statusCode(200).body("status", equalTo("completed"));

        queueEntry(entry).then().body("status", equalTo("completed"));
        doctor.asks()
                .get("/api/v1/encounters/" + encounter)
                .then()
                .body("status", equalTo("finished"))
                .body("endedAt", notNullValue());
    }

    @Test
    void a_consultation_is_published_and_audited() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        String entry = checkedIn(id);

        String encounter = started(doctor, id);
        act(doctor.asks(), id, "complete", "{}").then().statusCode(200);

        assertThat(event("appointment.started.v1", id).text("encounterId")).isEqualTo(encounter);
        var completed = event("appointment.completed.v1", id);
        assertThat(completed.text("encounterId")).isEqualTo(encounter);
        assertThat(completed.json().path("version").asLong()).isEqualTo(3);
        event("queue.entry-moved.v1", entry);
        var ended = event("encounter.completed.v1", encounter);
        assertThat(ended.text("type")).isEqualTo("booked");
        assertThat(ended.text("appointmentId")).isEqualTo(id);
        assertThat(ended.text("doctorSubject")).isEqualTo(doctor.subject());
        for (String action : List.of("start", "complete")) auditEntry(action, id);
    }

    @Test
    void a_consultation_cannot_begin_before_check_in_nor_end_before_it_begins() {
        var doctor = doctor();
        String id = booked(doctor, SOON);

        assertProblem(act(doctor.asks(), id, "start", "{}"), 409, "invalid-transition");
        assertProblem(act(doctor.asks(), id, "complete", "{}"), 409, "invalid-transition");
    }

    @Test
    void another_doctor_cannot_start_or_complete_it() {
        String id = booked(doctor(), SOON);
        checkedIn(id);

        assertProblem(act(doctor().asks(), id, "start", "{}"), 404, "not-found");
    }

    private static String started(Doctor doctor, String appointment) {
        return act(doctor.asks(), appointment, "start", "{}")
                .then()
                .statusCode(200)
                .extract()
                .path("encounterId");
    }
}
