package polyclinic.appointment.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;

@QuarkusTest
class SlotQueriesTest extends AppointmentServiceTest {
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
        assertProblem(as("patient").get(path + "?from=2031-01-01&to=2031-12-31"), 422, "invalid-input");
        assertProblem(as("patient").get(path + "?from=2031-02-01&to=2031-01-01"), 422, "invalid-input");
        assertProblem(as("patient").get("/api/v1/doctors/" + UUID.randomUUID() + "/slots"), 404, "not-found");
    }

    @Test
    void a_timetable_of_minutes_is_listed_for_as_many_days_as_one_answer_holds() {
        var doctor = doctor("Europe/Berlin", """
                {"slotMinutes":1,"weekly":[{"day":"monday","from":"00:00","to":"23:59"},\
                {"day":"tuesday","from":"00:00","to":"23:59"},{"day":"wednesday","from":"00:00","to":"23:59"},\
                {"day":"thursday","from":"00:00","to":"23:59"},{"day":"friday","from":"00:00","to":"23:59"}]}""");

        assertThat(slots(doctor, "2031-06-02", "2031-06-05")).hasSize(4 * (24 * 60 - 1));
        assertProblem(
                as("patient").get("/api/v1/doctors/" + doctor.id() + "/slots?from=2031-06-02&to=2031-06-06"),
                422,
                "invalid-input");
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
