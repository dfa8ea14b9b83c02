package polyclinic.appointment.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;

@QuarkusTest
class NoShowRecordingTest extends AppointmentServiceTest {
    @Test
    void whoever_does_not_show_up_after_check_in_leaves_the_queue() {
        String id = booked(doctor(), SOON);
        String entry = checkedIn(id);

        act(as("nurse"), id, "no-show", "{}").then().statusCode(200).body("status", equalTo("no_show"));

        queueEntry(entry).then().body("status", equalTo("cancelled"));
        assertThat(event("appointment.no-show.v1", id).json().path("status").asText())
                .isEqualTo("no_show");
        auditEntry("no_show", id);
    }

    @Test
    void nobody_has_missed_an_appointment_that_has_not_begun() {
        String id = booked(doctor(), SOON);

        assertProblem(act(as("reception"), id, "no-show", "{}"), 409, "invalid-transition");
    }

    @Test
    void nobody_has_missed_a_consultation_that_has_begun() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        checkedIn(id);
        act(doctor.asks(), id, "start", "{}").then().statusCode(200);

        assertProblem(act(as("reception"), id, "no-show", "{}"), 409, "invalid-transition");
    }
}
