package polyclinic.appointment.cancellation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class AppointmentCancellationTest extends AppointmentServiceTest {
    private static final String ILL = "{\"reason\":\"ill\"}";

    @Test
    void a_cancellation_is_published_with_its_reason_and_audited_without() {
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
        assertThat(auditEntry("cancel", id).body()).doesNotContain("\"ill\"");
        assertProblem(act(as("reception"), id, "cancel", ILL), 409, "invalid-transition");
    }

    @Test
    void a_cancellation_sent_twenty_times_with_one_key_takes_effect_once() {
        String id = booked(doctor(), SOON);
        String key = UUID.randomUUID().toString();

        List<Response> answers =
                Concurrently.run(20, () -> act(as("reception").header("Idempotency-Key", key), id, "cancel", ILL));

        assertThat(answers).extracting(Response::statusCode).containsOnly(200);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(count("appointment where id = '" + id + "' and version = 1")).isEqualTo(1);
    }

    @Test
    void patients_cancel_their_own_appointments_ahead() {
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor(), SOON);

        act(asPatient(patient), id, "cancel", ILL).then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void others_appointments_are_not_there_to_be_cancelled() {
        String id = booked(doctor(), SOON);
        List<RequestSpecification> strangers = List.of(asPatient(StubServices.registeredPatient()), doctor().asks());

        for (RequestSpecification stranger : strangers)
            assertProblem(act(stranger, id, "cancel", ILL), 404, "not-found");
    }

    @Test
    void a_patient_cannot_cancel_what_is_checked_in() {
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor(), SOON);
        checkedIn(id);

        assertProblem(act(asPatient(patient), id, "cancel", ILL), 409, "invalid-transition");
    }

    @Test
    void whoever_cancels_after_check_in_leaves_the_queue() {
        String id = booked(doctor(), SOON);
        String entry = checkedIn(id);

        act(as("reception"), id, "cancel", ILL).then().statusCode(200);

        queueEntry(entry).then().body("status", equalTo("cancelled"));
    }

    @Test
    void whoever_cancels_during_the_consultation_ends_the_encounter_and_leaves_no_ghost() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String id = booked(patient, doctor, SOON);
        String entry = checkedIn(id);
        String encounter = act(doctor.asks(), id, "start", "{}").path("encounterId");
        String order = placed(patient, "imaging", ",\"encounterId\":\"" + encounter + "\"");

        assertProblem(act(asPatient(patient), id, "cancel", ILL), 409, "invalid-transition");
        act(doctor.asks(), id, "cancel", "{\"reason\":\"left in the middle\"}")
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("encounterId", equalTo(encounter));

        queueEntry(entry).then().body("status", equalTo("cancelled")).body("cancelledAt", notNullValue());
        as("nurse")
                .get("/api/v1/encounters/" + encounter)
                .then()
                .body("status", equalTo("cancelled"))
                .body("endedAt", notNullValue());
        as("nurse").get("/api/v1/orders/" + order).then().body("status", equalTo("cancelled"));
        assertProblem(act(doctor.asks(), id, "complete", "{}"), 409, "invalid-transition");
        // The time is free again, and the patient may come back.
        String again = booked(patient, doctor, SOON);
        assertThat(checkedIn(again)).isNotEqualTo(entry);
    }
}
