package polyclinic.appointment.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class CheckInTest extends AppointmentServiceTest {
    private static final LocalDate DAY = SOON.atZone(ZoneId.of("Europe/Berlin")).toLocalDate();

    @Test
    void a_patient_who_checks_in_gets_a_token_and_waits_in_the_queue() {
        String id = booked(doctor(), SOON);

        String entry = act(as("reception"), id, "check-in", "{}")
                .then()
                .statusCode(200)
                .body("status", equalTo("checked_in"))
                .body("tokenNumber", equalTo(1))
                .extract()
                .path("queueEntryId");

        queueEntry(entry)
                .then()
                .body("status", equalTo("waiting"))
                .body("patientName", equalTo("Ada Lovelace"))
                .body("date", equalTo(DAY.toString()))
                .body("appointmentId", equalTo(id));
    }

    @Test
    void a_check_in_is_published_and_audited() {
        var doctor = doctor();
        String id = booked(doctor, SOON);

        String entry = checkedIn(id);

        var checkedIn = event("appointment.checked-in.v1", id);
        assertThat(checkedIn.text("queueEntryId")).isEqualTo(entry);
        assertThat(checkedIn.json().path("tokenNumber").asInt()).isEqualTo(1);
        assertThat(event("queue.entry-added.v1", entry).text("doctorSubject")).isEqualTo(doctor.subject());
        for (String action : List.of("create", "check_in")) auditEntry(action, id);
    }

    @Test
    void check_in_is_not_open_more_than_a_day_before() {
        String id = booked(doctor(), SOON.plus(Duration.ofHours(48)));

        assertProblem(act(as("reception"), id, "check-in", "{}"), 409, "too-early");
    }

    @Test
    void checked_in_twenty_times_at_once_it_gets_one_token() {
        String id = booked(doctor(), SOON);

        List<Integer> statuses = Concurrently.run(
                20, () -> act(as("reception"), id, "check-in", "{}").statusCode());

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
        assertThat(count("queue_entry where appointment_id = '" + id + "'")).isEqualTo(1);
    }

    @Test
    void token_numbers_are_unique_and_without_holes_under_concurrency() {
        var doctor = doctor();
        List<Callable<Integer>> arrivals = new ArrayList<>();
        var first = SOON.atZone(ZoneId.of("Europe/Berlin"));
        if (first.getHour() >= 20) first = first.plusHours(5); // numbers count from 1 each day: stay within one
        for (int i = 0; i < 12; i++) {
            String id = booked(doctor, first.toInstant().plus(Duration.ofMinutes(15L * i)));
            arrivals.add(() -> act(as("reception"), id, "check-in", "{}").path("tokenNumber"));
        }

        List<Integer> tokens = Concurrently.run(arrivals);

        assertThat(tokens)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void what_is_checked_in_cannot_be_checked_in_again() {
        String id = booked(doctor(), SOON);
        checkedIn(id);

        assertProblem(act(as("reception"), id, "check-in", "{}"), 409, "invalid-transition");
    }
}
