package polyclinic.appointment.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class QueueQueriesTest extends AppointmentServiceTest {
    @Test
    void the_queue_is_ordered_by_urgency_then_token_and_pages() {
        var doctor = doctor();
        walkIn(doctor, "normal");
        walkIn(doctor, "urgent");
        walkIn(doctor, "emergency");
        walkIn(doctor, "urgent");
        String query = "/api/v1/queue?doctorId=" + doctor.id();

        Response all = as("nurse").get(query);
        Response page = as("nurse").get(query + "&limit=3");

        assertThat(all.jsonPath().<Integer>getList("items.tokenNumber")).containsExactly(3, 2, 4, 1);
        assertThat(as("nurse")
                        .get(query + "&limit=3&after=" + page.path("next"))
                        .jsonPath()
                        .<Integer>getList("items.tokenNumber"))
                .containsExactly(1);
        assertThat(doctor.asks().get("/api/v1/queue").jsonPath().getList("items"))
                .hasSize(4);
        assertThat(doctor().asks().get(query).jsonPath().getList("items")).isEmpty();
        assertProblem(as("nurse").get(query + "&date=today"), 422, "invalid-input");
    }

    @Test
    void one_patients_place_is_found_and_recorded_without_the_others() {
        var doctor = doctor();
        walkIn(doctor, "normal");
        Response place = walkIn(doctor, "urgent");
        String patient = place.path("patientId");
        String query = "/api/v1/queue?doctorId=%s&patientId=%s".formatted(doctor.id(), patient);

        assertThat(doctor.asks().get(query).jsonPath().<String>getList("items.id"))
                .containsExactly(place.<String>path("id"));
        TopicClient.Message entry = recorded(doctor.id(), "success");
        assertThat(entry.text("patientId")).isEqualTo(patient);
        assertThat(entry.json().path("patientIds")).isEmpty();

        var stranger = doctor();
        query = "/api/v1/queue?doctorId=%s&patientId=%s".formatted(stranger.id(), patient);
        assertThat(stranger.asks().get(query).jsonPath().getList("items")).isEmpty();
        assertThat(recorded(stranger.id(), "denied").text("patientId")).isEqualTo(patient);
    }

    private static TopicClient.Message recorded(String doctor, String outcome) {
        return TopicClient.await(
                "audit.entries",
                entry -> entry.text("entityType").equals("queue_entry")
                        && entry.text("query").contains(doctor)
                        && entry.text("outcome").equals(outcome));
    }

    @Test
    void today_is_the_doctors_day_wherever_the_doctor_is() {
        // 25 hours lie between these two: whenever this runs, one of them has another date than UTC
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            var doctor = doctor(zone, AROUND_THE_CLOCK);
            walkIn(doctor, "normal");
            String theirs = LocalDate.now(ZoneId.of(zone)).toString();

            for (String query : List.of("", "?doctorId=" + doctor.id())) {
                Response own = doctor.asks().get("/api/v1/queue" + query);
                assertThat(own.jsonPath().getList("items.date")).isEqualTo(List.of(theirs));
            }
        }
    }

    @Test
    void the_display_shows_numbers_and_nothing_else() {
        var doctor = doctor();
        walkIn(doctor, "normal");
        String gone = walkIn(doctor, "normal").path("id");
        as("nurse").body("{\"to\":\"cancelled\"}").post("/api/v1/queue/" + gone + "/transition");

        Response display = as("patient").get("/api/v1/queue/display?doctorId=" + doctor.id());

        assertThat(display.statusCode()).isEqualTo(200);
        assertThat(display.jsonPath().getList("items"))
                .isEqualTo(List.of(Map.of("tokenNumber", 1, "status", "waiting")));
    }

    @Test
    void the_common_queue_is_shown_where_no_doctor_is_asked_for() {
        Response waiting = joinCommonQueue(StubServices.registeredPatient());
        String id = waiting.path("id");
        int token = waiting.path("tokenNumber");
        String patient = "&patientId=" + waiting.path("patientId");

        for (String query : List.of(
                "?assigned=false&limit=200", "?limit=200" + patient, "?date=" + LocalDate.now(CLINIC) + patient))
            assertThat(as("reception").get("/api/v1/queue" + query).jsonPath().<String>getList("items.id"))
                    .contains(id);
        assertThat(as("reception")
                        .get("/api/v1/queue?assigned=true" + patient)
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
        // Nobody's patient yet
        assertThat(doctor().asks().get("/api/v1/queue?limit=200").jsonPath().getList("items"))
                .isEmpty();
        assertThat(as("patient").get("/api/v1/queue/display").jsonPath().getList("items"))
                .contains(Map.of("tokenNumber", token, "status", "waiting"));
    }
}
