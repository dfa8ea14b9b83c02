package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

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

/** Rescheduling, cancelling and looking up. */
@QuarkusTest
class ChangeTest extends ServiceTest {
    private static final Instant LATER = SOON.plus(Duration.ofHours(3));
    private static final String ILL = "{\"reason\":\"ill\"}";

    @Test
    void a_rescheduled_appointment_is_at_its_new_time_told_and_audited() {
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
        assertThat(audited("reschedule", id).json().path("changedFields").toString())
                .contains("start");
        assertThat(book(PatientOwner.registered(), doctor, SOON).statusCode()).isEqualTo(201);
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
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor, SOON);
        booked(doctor, LATER);
        booked(patient, doctor(), LATER.plusSeconds(3600));

        refused(reschedule(as("reception"), id, LATER), 409, "slot-taken");
        refused(reschedule(as("reception"), id, LATER.plusSeconds(3600)), 409, "patient-busy");
        refused(reschedule(as("reception"), id, Instant.parse("2020-01-01T10:00:00Z")), 422, "in-the-past");
        refused(reschedule(as("reception"), id, LATER.plusMillis(1)), 422, "invalid-input");
        assertThat(count("appointment where id = '" + id + "' and version = 0")).isEqualTo(1);
    }

    @Test
    void when_many_book_and_many_move_to_one_time_exactly_one_is_there() {
        var doctor = doctor();
        List<Callable<Integer>> wishes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = booked(doctor, SOON.plus(Duration.ofMinutes(15L * i)));
            wishes.add(() -> reschedule(as("reception"), id, LATER).statusCode());
            wishes.add(() -> book(PatientOwner.registered(), doctor, LATER.plusSeconds(60))
                    .statusCode());
        }

        List<Integer> statuses = atOnce(wishes);

        assertThat(statuses).filteredOn(status -> status < 300).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
        assertThat(count("appointment where doctor_id = '" + doctor.id() + "' and starts_at >= '" + LATER + "'"))
                .isEqualTo(1);
    }

    @Test
    void two_appointments_can_not_be_swapped_into_each_other_at_once() {
        UUID patient = PatientOwner.registered();
        var first = doctor();
        var second = doctor();
        String one = booked(patient, first, SOON);
        String two = booked(patient, second, SOON.plusSeconds(1800));

        List<Integer> statuses = atOnce(List.of(
                () -> reschedule(as("reception"), one, LATER).statusCode(),
                () -> reschedule(as("reception"), two, LATER).statusCode()));

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void patients_change_their_own_appointments_ahead() {
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor(), SOON);

        reschedule(asPatient(patient), id, LATER).then().statusCode(200);
        act(asPatient(patient), id, "cancel", ILL).then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void others_appointments_are_not_there_for_a_patient_or_a_doctor() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        List<RequestSpecification> strangers = List.of(asPatient(PatientOwner.registered()), doctor().asks());

        for (RequestSpecification stranger : strangers) {
            refused(reschedule(stranger, id, LATER), 404, "not-found");
            refused(act(stranger, id, "cancel", ILL), 404, "not-found");
            refused(stranger.get("/api/v1/appointments/" + id), 404, "not-found");
        }
        assertThat(doctor.asks().get("/api/v1/appointments/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void a_patient_cannot_change_what_is_checked_in() {
        UUID patient = PatientOwner.registered();
        String id = booked(patient, doctor(), SOON);
        act(as("reception"), id, "check-in", "{}").then().statusCode(200);

        refused(act(asPatient(patient), id, "cancel", ILL), 409, "invalid-transition");
        refused(reschedule(asPatient(patient), id, LATER), 409, "invalid-transition");
    }

    @Test
    void a_cancellation_is_told_with_its_reason_and_audited_without() {
        String id = booked(doctor(), SOON);

        act(as("reception"), id, "cancel", ILL)
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("cancellationReason", equalTo("ill"));

        assertThat(event("appointment.cancelled.v1", id)
                        .json()
                        .path("cancellationReason")
                        .asText())
                .isEqualTo("ill");
        assertThat(audited("cancel", id).body()).doesNotContain("\"ill\"");
        refused(act(as("reception"), id, "cancel", ILL), 409, "invalid-transition");
    }

    @Test
    void a_cancellation_sent_twenty_times_with_one_key_takes_effect_once() {
        String id = booked(doctor(), SOON);
        String key = UUID.randomUUID().toString();

        List<Response> answers =
                atOnce(20, () -> act(as("reception").header("Idempotency-Key", key), id, "cancel", ILL));

        assertThat(answers).extracting(Response::statusCode).containsOnly(200);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(count("appointment where id = '" + id + "' and version = 1")).isEqualTo(1);
    }

    @Test
    void a_read_leaves_an_audit_entry_and_knows_not_modified() {
        String id = booked(doctor(), SOON);

        as("nurse").get("/api/v1/appointments/" + id).then().statusCode(200).header("ETag", "\"0\"");

        as("nurse")
                .header("If-None-Match", "\"0\"")
                .get("/api/v1/appointments/" + id)
                .then()
                .statusCode(304);
        assertThat(audited("read", id).json().path("actor").path("name").asText())
                .isEqualTo("nurse");
    }

    @Test
    void a_list_shows_each_caller_their_part() {
        var doctor = doctor();
        UUID patient = PatientOwner.registered();
        String mine = booked(patient, doctor, SOON);
        String others = booked(doctor, SOON.plusSeconds(900));
        booked(patient, doctor(), LATER);
        String query = "/api/v1/appointments?doctorId=" + doctor.id();

        assertThat(ids(as("reception").get(query))).containsExactly(mine, others);
        assertThat(ids(as("service").get(query))).containsExactly(mine, others);
        assertThat(ids(doctor.asks().get("/api/v1/appointments"))).containsExactly(mine, others);
        assertThat(ids(asPatient(patient).get(query))).containsExactly(mine);
        assertThat(ids(doctor.asks().get("/api/v1/appointments?limit=1&patientId=" + patient)))
                .containsExactly(mine);
        assertThat(ids(doctor().asks().get(query))).isEmpty();
        assertThat(ids(as("patient").get(query))).isEmpty();
    }

    @Test
    void a_list_can_be_narrowed_and_paged() {
        var doctor = doctor();
        String first = booked(doctor, SOON);
        String second = booked(doctor, SOON.plusSeconds(900));
        String third = booked(doctor, SOON.plusSeconds(1800));
        act(as("reception"), second, "cancel", ILL).then().statusCode(200);
        String query = "/api/v1/appointments?doctorId=" + doctor.id();

        Response page = as("reception").get(query + "&limit=2");

        assertThat(ids(page)).containsExactly(first, second);
        assertThat(page.header("Link")).contains("rel=\"next\"");
        assertThat(ids(as("reception").get(query + "&limit=2&after=" + page.path("next"))))
                .containsExactly(third);
        assertThat(ids(as("reception").get(query + "&status=cancelled"))).containsExactly(second);
        assertThat(ids(as("reception").get(query + "&status=scheduled&status=cancelled")))
                .containsExactly(first, second, third);
        assertThat(ids(as("reception").get(query + "&from=" + SOON.plusSeconds(900) + "&to=" + SOON.plusSeconds(1800))))
                .containsExactly(second);
        refused(as("reception").get(query + "&status=lost"), 422, "invalid-input");
        refused(as("reception").get(query + "&from=soon"), 422, "invalid-input");
        refused(as("reception").get(query + "&after=xyz"), 422, "invalid-input");
        refused(as("reception").get(query + "&limit=201"), 422, "invalid-input");
    }

    private static Response reschedule(RequestSpecification caller, String id, Instant start) {
        return act(caller, id, "reschedule", "{\"start\":\"" + start + "\"}");
    }

    private static List<String> ids(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("items.id");
    }
}
