package polyclinic.appointment.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class AppointmentReschedulingTest extends AppointmentServiceTest {
    private static final Instant LATER = SOON.plus(Duration.ofHours(3));

    @Test
    void a_rescheduled_appointment_is_at_its_new_time_published_and_audited() {
        var doctor = doctor();
        String id = booked(doctor, SOON);

        Response response = reschedule(as("reception"), id, LATER);

        response.then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("start", equalTo(LATER.toString()))
                .body("end", equalTo(LATER.plusSeconds(900).toString()))
                .body("status", equalTo("scheduled"));
        var event = event("appointment.rescheduled.v1", id).json();
        assertThat(event.path("previousStartsAt").asText()).isEqualTo(SOON.toString());
        assertThat(event.path("startsAt").asText()).isEqualTo(LATER.toString());
        assertThat(event.path("version").asLong()).isEqualTo(1);
        assertThat(auditEntry("reschedule", id).json().path("changedFields").toString())
                .contains("start");
        assertThat(book(StubServices.registeredPatient(), doctor, SOON).statusCode())
                .isEqualTo(201);
    }

    @Test
    void an_appointment_may_move_by_less_than_its_length() {
        String id = booked(doctor(), SOON);

        assertThat(reschedule(as("reception"), id, SOON.plusSeconds(300)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void rescheduling_follows_the_rules_of_booking() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor, SOON);
        booked(doctor, LATER);
        booked(patient, doctor(), LATER.plusSeconds(3600));

        assertProblem(reschedule(as("reception"), id, LATER), 409, "slot-taken");
        assertProblem(reschedule(as("reception"), id, LATER.plusSeconds(3600)), 409, "patient-busy");
        assertProblem(reschedule(as("reception"), id, Instant.parse("2020-01-01T10:00:00Z")), 422, "in-the-past");
        assertProblem(reschedule(as("reception"), id, LATER.plusMillis(1)), 422, "invalid-input");
        assertThat(count("appointment where id = '" + id + "' and version = 0")).isEqualTo(1);
    }

    @Test
    void when_many_book_and_many_move_to_one_time_exactly_one_is_there() {
        var doctor = doctor();
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = booked(doctor, SOON.plus(Duration.ofMinutes(15L * i)));
            requests.add(() -> reschedule(as("reception"), id, LATER).statusCode());
            requests.add(() -> book(StubServices.registeredPatient(), doctor, LATER.plusSeconds(60))
                    .statusCode());
        }

        List<Integer> statuses = Concurrently.run(requests);

        assertThat(statuses).filteredOn(status -> status < 300).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
        assertThat(count("appointment where doctor_id = '" + doctor.id() + "' and starts_at >= '" + LATER + "'"))
                .isEqualTo(1);
    }

    @Test
    void two_appointments_can_not_be_swapped_into_each_other_at_once() {
        UUID patient = StubServices.registeredPatient();
        var first = doctor();
        var second = doctor();
        String one = booked(patient, first, SOON);
        String two = booked(patient, second, SOON.plusSeconds(1800));

        List<Integer> statuses = Concurrently.run(List.of(
                () -> reschedule(as("reception"), one, LATER).statusCode(),
                () -> reschedule(as("reception"), two, LATER).statusCode()));

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void patients_move_their_own_appointments_ahead() {
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor(), SOON);

        reschedule(asPatient(patient), id, LATER).then().statusCode(200);
    }

    @Test
    void others_appointments_are_not_there_to_be_moved() {
        String id = booked(doctor(), SOON);
        List<RequestSpecification> strangers = List.of(asPatient(StubServices.registeredPatient()), doctor().asks());

        for (RequestSpecification stranger : strangers)
            assertProblem(reschedule(stranger, id, LATER), 404, "not-found");
    }

    @Test
    void a_patient_cannot_move_what_is_checked_in() {
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor(), SOON);
        checkedIn(id);

        assertProblem(reschedule(asPatient(patient), id, LATER), 409, "invalid-transition");
    }

    private static Response reschedule(RequestSpecification caller, String id, Instant start) {
        return act(caller, id, "reschedule", "{\"start\":\"" + start + "\"}");
    }
}
