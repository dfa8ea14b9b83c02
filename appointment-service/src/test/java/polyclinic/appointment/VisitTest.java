package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Check-in, consultation and queue. */
@QuarkusTest
class VisitTest extends ServiceTest {
    private static final LocalDate DAY = SOON.atZone(ZoneId.of("Europe/Berlin")).toLocalDate();

    @Test
    void a_visit_goes_from_check_in_to_completion_and_its_queue_entry_goes_along() {
        var doctor = doctor();
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor, SOON);

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
        act(doctor.asks(), id, "complete", "{}").then().statusCode(200).body("status", equalTo("completed"));
        queueEntry(entry).then().body("status", equalTo("completed"));
        doctor.asks()
                .get("/api/v1/encounters/" + encounter)
                .then()
                .body("status", equalTo("finished"))
                .body("endedAt", notNullValue());

        var checkedIn = event("appointment.checked-in.v1", id).json();
        assertThat(checkedIn.path("queueEntryId").asText()).isEqualTo(entry);
        assertThat(checkedIn.path("tokenNumber").asInt()).isEqualTo(1);
        assertThat(event("appointment.started.v1", id)
                        .json()
                        .path("encounterId")
                        .asText())
                .isEqualTo(encounter);
        var completed = event("appointment.completed.v1", id).json();
        assertThat(completed.path("encounterId").asText()).isEqualTo(encounter);
        assertThat(completed.path("version").asLong()).isEqualTo(3);
        assertThat(event("queue.entry-added.v1", entry)
                        .json()
                        .path("doctorSubject")
                        .asText())
                .isEqualTo(doctor.subject());
        event("queue.entry-moved.v1", entry);
        for (String action : List.of("create", "check_in", "start", "complete")) audited(action, id);
        audited("read", encounter);
    }

    @Test
    void check_in_is_not_open_more_than_a_day_before() {
        String id = booked(doctor(), SOON.plus(Duration.ofHours(48)));

        refused(act(as("reception"), id, "check-in", "{}"), 409, "too-early");
    }

    @Test
    void what_is_out_of_order_is_refused() {
        var doctor = doctor();
        String id = booked(doctor, SOON);

        refused(act(doctor.asks(), id, "start", "{}"), 409, "invalid-transition");
        refused(act(doctor.asks(), id, "complete", "{}"), 409, "invalid-transition");
        refused(act(as("reception"), id, "no-show", "{}"), 409, "invalid-transition");
        act(as("reception"), id, "check-in", "{}").then().statusCode(200);
        refused(act(as("reception"), id, "check-in", "{}"), 409, "invalid-transition");
        act(doctor.asks(), id, "start", "{}").then().statusCode(200);
        refused(act(as("reception"), id, "cancel", "{\"reason\":\"ill\"}"), 409, "invalid-transition");
        refused(act(as("reception"), id, "no-show", "{}"), 409, "invalid-transition");
    }

    @Test
    void another_doctor_cannot_start_or_complete_it() {
        String id = booked(doctor(), SOON);
        act(as("reception"), id, "check-in", "{}").then().statusCode(200);

        refused(act(doctor().asks(), id, "start", "{}"), 404, "not-found");
    }

    @Test
    void whoever_does_not_show_up_after_check_in_leaves_the_queue() {
        String id = booked(doctor(), SOON);
        String entry = act(as("reception"), id, "check-in", "{}").path("queueEntryId");

        act(as("nurse"), id, "no-show", "{}").then().statusCode(200).body("status", equalTo("no_show"));

        queueEntry(entry).then().body("status", equalTo("cancelled"));
        assertThat(event("appointment.no-show.v1", id).json().path("status").asText())
                .isEqualTo("no_show");
        audited("no_show", id);
    }

    @Test
    void whoever_cancels_after_check_in_leaves_the_queue() {
        String id = booked(doctor(), SOON);
        String entry = act(as("reception"), id, "check-in", "{}").path("queueEntryId");

        act(as("reception"), id, "cancel", "{\"reason\":\"ill\"}").then().statusCode(200);

        queueEntry(entry).then().body("status", equalTo("cancelled"));
    }

    @Test
    void checked_in_twenty_times_at_once_it_gets_one_token() {
        String id = booked(doctor(), SOON);

        List<Integer> statuses =
                atOnce(20, () -> act(as("reception"), id, "check-in", "{}").statusCode());

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

        List<Integer> tokens = atOnce(arrivals);

        assertThat(tokens)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void a_token_number_is_never_used_again() {
        var doctor = doctor();
        String first = walkIn(doctor, "normal").path("id");
        move(first, "cancelled").then().statusCode(200);

        List<Integer> tokens = atOnce(5, () -> walkIn(doctor, "normal").<Integer>path("tokenNumber"));

        assertThat(tokens).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
    }

    @Test
    void each_doctor_counts_for_themselves() {
        walkIn(doctor(), "normal").then().body("tokenNumber", equalTo(1));
        walkIn(doctor(), "normal").then().body("tokenNumber", equalTo(1));
    }

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

        event("queue.entry-added.v1", id);
        audited("create", id);
        audited("update", id);
        assertThat(event("queue.entry-moved.v1", id).json().path("status").asText())
                .isEqualTo("nurse_completed");
    }

    @Test
    void steps_cannot_be_skipped_and_the_doctors_steps_are_the_doctors() {
        var doctor = doctor();
        String id = walkIn(doctor, "normal").path("id");

        refused(move(id, "ready_for_doctor"), 409, "invalid-transition");
        refused(moveAs(doctor, id, "in_consultation"), 409, "invalid-transition");
        refused(move(id, "in_consultation"), 403, "forbidden");
        refused(moveAs(doctor(), id, "nurse_completed"), 404, "not-found");
        refused(move(id, "waiting"), 409, "invalid-transition");
    }

    @Test
    void moving_an_entry_with_an_appointment_moves_the_appointment() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        String entry = act(as("reception"), id, "check-in", "{}").path("queueEntryId");

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
        String entry = act(as("reception"), id, "check-in", "{}").path("queueEntryId");

        move(entry, "cancelled").then().statusCode(200).body("status", equalTo("cancelled"));

        as("nurse").get("/api/v1/appointments/" + id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void joining_with_an_appointment_checks_it_in() {
        var doctor = doctor();
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor, SOON);
        String body = """
                {"patientId":"%s","doctorId":"%s","priority":"urgent","appointmentId":"%s"}""";

        refused(
                as("reception")
                        .body(body.formatted(PatientOwner.registered(), doctor.id(), id))
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
    void nobody_unknown_joins_the_queue() {
        var doctor = doctor();
        String nobody = "{\"patientId\":\"%s\",\"doctorId\":\"%s\"}";

        refused(
                as("nurse")
                        .body(nobody.formatted(UUID.randomUUID(), doctor.id()))
                        .post("/api/v1/queue"),
                422,
                "unknown-patient");
        refused(
                as("nurse")
                        .body(nobody.formatted(PatientOwner.registered(), UUID.randomUUID()))
                        .post("/api/v1/queue"),
                422,
                "unknown-doctor");
    }

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
        refused(as("nurse").get(query + "&date=today"), 422, "invalid-input");
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
        move(gone, "cancelled");

        Response display = as("patient").get("/api/v1/queue/display?doctorId=" + doctor.id());

        assertThat(display.statusCode()).isEqualTo(200);
        assertThat(display.jsonPath().getList("items"))
                .isEqualTo(List.of(java.util.Map.of("tokenNumber", 1, "status", "waiting")));
        refused(as("patient").get("/api/v1/queue/display"), 422, "invalid-input");
    }

    @Test
    void encounters_are_shown_to_the_patient_and_the_doctor_they_were_with() {
        var doctor = doctor();
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor, SOON);
        act(as("reception"), id, "check-in", "{}").then().statusCode(200);
        String encounter = act(doctor.asks(), id, "start", "{}").path("encounterId");
        String query = "/api/v1/encounters?patientId=" + patient;

        assertThat(asPatient(patient).get(query).jsonPath().getList("items.id")).isEqualTo(List.of(encounter));
        assertThat(doctor.asks().get(query).jsonPath().getList("items.id")).isEqualTo(List.of(encounter));
        assertThat(doctor().asks().get(query).jsonPath().getList("items.id")).isEmpty();
        assertThat(asPatient(PatientOwner.registered()).get(query).jsonPath().getList("items.id"))
                .isEmpty();
        refused(doctor().asks().get("/api/v1/encounters/" + encounter), 404, "not-found");
    }

    private static Response walkIn(Doctor doctor, String priority) {
        return as("nurse")
                .body("""
                        {"patientId":"%s","doctorId":"%s","priority":"%s"}""".formatted(PatientOwner.registered(), doctor.id(), priority))
                .post("/api/v1/queue");
    }

    private static Response move(String id, String to) {
        return as("nurse").body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + id + "/transition");
    }

    private static Response moveAs(Doctor doctor, String id, String to) {
        return doctor.asks().body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + id + "/transition");
    }

    private static Response queueEntry(String id) {
        return as("nurse").get("/api/v1/queue/" + id);
    }
}
