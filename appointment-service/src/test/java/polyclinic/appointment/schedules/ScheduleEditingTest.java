package polyclinic.appointment.schedules;

import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;

@QuarkusTest
class ScheduleEditingTest extends AppointmentServiceTest {
    @Test
    void a_timetable_is_read_back_as_it_was_set() {
        var doctor = doctor();
        String timetable = """
                {"slotMinutes":20,"bufferMinutes":5,"weekly":[{"day":"monday","from":"09:00","to":"12:00"}],\
                "exceptions":[{"date":"2031-03-03","closed":true}],"validFrom":"2031-01-01","validTo":"2031-12-31"}""";

        doctor.asks()
                .body(timetable)
                .put("/api/v1/doctors/" + doctor.id() + "/schedule")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");

        as("patient")
                .get("/api/v1/doctors/" + doctor.id() + "/schedule")
                .then()
                .statusCode(200)
                .body("timeZone", equalTo("Europe/Berlin"))
                .body("slotMinutes", equalTo(20))
                .body("weekly[0].day", equalTo("monday"))
                .body("weekly[0].to", equalTo("12:00"))
                .body("exceptions[0].closed", equalTo(true));
        auditEntry("update", doctor.id());
    }

    @Test
    void another_doctors_timetable_is_not_for_a_doctor_to_set() {
        assertProblem(
                doctor().asks().body(AROUND_THE_CLOCK).put("/api/v1/doctors/" + doctor().id() + "/schedule"),
                403,
                "forbidden");
    }

    @Test
    void a_timetable_that_makes_no_sense_is_refused() {
        String path = "/api/v1/doctors/" + doctor().id() + "/schedule";

        for (String timetable : List.of(
                "{\"slotMinutes\":0,\"weekly\":[]}",
                "{\"slotMinutes\":15}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"someday\",\"from\":\"09:00\",\"to\":\"10:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"monday\",\"from\":\"25:00\",\"to\":\"26:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[{\"day\":\"monday\",\"from\":\"10:00\",\"to\":\"09:00\"}]}",
                "{\"slotMinutes\":15,\"weekly\":[null]}"))
            assertProblem(as("admin").body(timetable).put(path), 422, "invalid-input");
    }
}
