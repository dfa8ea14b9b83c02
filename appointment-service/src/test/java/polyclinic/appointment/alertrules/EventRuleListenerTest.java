package polyclinic.appointment.alertrules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class EventRuleListenerTest extends AppointmentServiceTest {
    private static final String PRESCRIPTIONS = "prescription.events";
    private static final String BILLING = "billing.events";
    private static final String PATIENTS = "patient.events";
    private static final UUID NOBODY = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "prescription.events,lab-request.resulted.v1,critical_result,critical,nurse",
        "prescription.events,lab-request.corrected.v1,critical_result,critical,nurse",
        "prescription.events,stock.low.v1,low_stock,warning,pharmacist",
        "prescription.events,stock.expiring.v1,expiring_stock,warning,pharmacist",
        "prescription.events,prescription.returned-to-draft.v1,issuing_given_up,warning,admin",
        "prescription.events,prescription.conflict-found.v1,prescription_conflict,critical,pharmacist",
        "prescription.events,cancellation.incomplete.v1,cancellation_incomplete,warning,reception",
        "billing.events,settlement.failed.v1,payment_failed,warning,cashier",
        "patient.events,patient.emergency-access-granted.v1,emergency_access,warning,auditor"
    })
    void each_rule_raises_its_alert_once(String topic, String type, String kind, String severity, String user) {
        UUID id = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        Map<String, Object> fields = fields(id);

        TopicClient.publish(topic, event, type, id, fields);
        TopicClient.publish(topic, event, type, id, fields);
        // What tells the same by another event, where the source says so; stock that is low is not low twice.
        if (!kind.equals("prescription_conflict")) TopicClient.publish(topic, type, id, fields);
        passed(topic);

        as(user).get("/api/v1/alerts?limit=200&kind=" + kind)
                .then()
                .statusCode(200)
                .body("items.findAll { it.about.id == '" + id + "' }", hasSize(1))
                .body("items.find { it.about.id == '" + id + "' }.severity", equalTo(severity))
                .body("items.find { it.about.id == '" + id + "' }.status", equalTo("open"));
    }

    @Test
    void an_alert_says_by_a_slug_why_and_repeats_no_text() {
        UUID known = UUID.randomUUID();
        UUID wordy = UUID.randomUUID();
        Map<String, Object> text = new HashMap<>(fields(wordy));
        text.put("reason", "Ada Lovelace has not paid");
        TopicClient.publish(BILLING, "settlement.failed.v1", known, fields(known));
        TopicClient.publish(BILLING, "settlement.failed.v1", wordy, text);
        passed(BILLING);

        as("cashier")
                .get("/api/v1/alerts?limit=200&kind=payment_failed")
                .then()
                .body("items.find { it.about.id == '" + known + "' }.reason", equalTo("invoice-closed"))
                .body("items.find { it.about.id == '" + wordy + "' }.reason", nullValue());
    }

    @Test
    void each_version_of_a_result_that_is_critical_is_an_alert_in_whatever_order_they_arrive() {
        UUID id = UUID.randomUUID();

        TopicClient.publish(PRESCRIPTIONS, "lab-request.corrected.v1", id, result(id, 4, true));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.resulted.v1", id, result(id, 3, true));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.corrected.v1", id, result(id, 5, false));
        passed(PRESCRIPTIONS);

        assertThat(count("alert where about_id = '" + id + "'")).isEqualTo(2);
    }

    @Test
    void stock_that_is_replenished_ends_the_alert_and_low_again_is_another() {
        UUID id = UUID.randomUUID();
        TopicClient.publish(PRESCRIPTIONS, "stock.replenished.v1", id, fields(id));
        TopicClient.publish(PRESCRIPTIONS, "stock.low.v1", id, fields(id));
        TopicClient.publish(PRESCRIPTIONS, "stock.replenished.v1", id, fields(id));
        TopicClient.publish(PRESCRIPTIONS, "stock.low.v1", id, fields(id));
        passed(PRESCRIPTIONS);

        assertThat(count("alert where about_id = '" + id + "'")).isEqualTo(2);
        assertThat(count("alert where status = 'OPEN' and about_id = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_result_that_nobody_reviewed_is_a_task_of_its_doctor_until_somebody_does() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();
        booked(patient, doctor, SOON);
        UUID id = UUID.randomUUID();
        Map<String, Object> late = late(id, patient, doctor, 1);

        TopicClient.publish(PRESCRIPTIONS, "lab-request.reviewed.v1", UUID.randomUUID(), fields(UUID.randomUUID()));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late);
        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late);
        passed(PRESCRIPTIONS);
        doctor.asks()
                .get("/api/v1/tasks?assignee=me&patientId=" + patient)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].about.id", equalTo(id.toString()))
                .body("items[0].priority", equalTo("urgent"));

        TopicClient.publish(PRESCRIPTIONS, "lab-request.reviewed.v1", id, result(id, 6, false));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.cancelled.v1", id, result(id, 7, false));
        passed(PRESCRIPTIONS);

        doctor.asks()
                .get("/api/v1/tasks?patientId=" + patient)
                .then()
                .body("items.status", equalTo(List.of("completed")));
    }

    @Test
    void each_version_of_the_results_that_nobody_reviewed_is_a_task_unless_the_last_is_open_yet() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();
        booked(patient, doctor, SOON);
        UUID id = UUID.randomUUID();

        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late(id, patient, doctor, 1));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.reviewed.v1", id, result(id, 6, false));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late(id, patient, doctor, 2));
        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late(id, patient, doctor, 3));
        passed(PRESCRIPTIONS);
        doctor.asks()
                .get("/api/v1/tasks?patientId=" + patient)
                .then()
                .body("items.status", equalTo(List.of("open", "completed")));

        TopicClient.publish(PRESCRIPTIONS, "lab-request.reviewed.v1", id, result(id, 9, false));
        passed(PRESCRIPTIONS);
        doctor.asks()
                .get("/api/v1/tasks?patientId=" + patient)
                .then()
                .body("items.status", equalTo(List.of("completed", "completed")));
    }

    @Test
    void a_late_review_is_the_caring_doctors_where_the_care_of_who_asked_has_ended() {
        UUID patient = StubServices.registeredPatient();
        var caring = doctor();
        booked(patient, caring, SOON);
        UUID id = UUID.randomUUID();

        TopicClient.publish(PRESCRIPTIONS, "lab-request.review-overdue.v1", id, late(id, patient, doctor(), 1));
        passed(PRESCRIPTIONS);

        caring.asks()
                .get("/api/v1/tasks?patientId=" + patient)
                .then()
                .body("items", hasSize(1))
                .body("items[0].assignee", nullValue())
                .body("items[0].role", equalTo("doctor"));
    }

    private static Map<String, Object> late(UUID id, UUID patient, Doctor doctor, int version) {
        return Map.of("labRequestId", id, "patientId", patient, "doctorId", doctor.id(), "resultVersion", version);
    }

    @Test
    void emergency_access_shows_the_patients_orders_and_alerts_while_it_lasts() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();
        String order = placed(patient, "nursing");
        assertProblem(doctor.asks().get("/api/v1/orders/" + order), 404, "not-found");
        UUID id = UUID.randomUUID();

        TopicClient.publish(PATIENTS, "patient.emergency-access-granted.v1", patient, access(id, patient, doctor, 60));
        passed(PATIENTS);

        doctor.asks().get("/api/v1/orders/" + order).then().statusCode(200);
        doctor.asks().get("/api/v1/alerts?patientId=" + patient).then().body("items.about.id", hasItem(id.toString()));

        pool.query("update emergency_access set until = now() where id = '" + id + "'")
                .executeAndAwait();
        assertProblem(doctor.asks().get("/api/v1/orders/" + order), 404, "not-found");
    }

    @Test
    void what_is_not_as_agreed_is_a_dead_letter_and_the_next_event_has_its_effect() {
        UUID broken = UUID.randomUUID();
        TopicClient.publish(PRESCRIPTIONS, "stock.low.v1", broken, Map.of("sku", "A-1"));
        TopicClient.publish(BILLING, "settlement.failed.v1", broken, Map.of("reason", "closed"));
        passed(PRESCRIPTIONS);
        passed(BILLING);

        for (String topic : List.of(PRESCRIPTIONS, BILLING))
            TopicClient.await("appointment-service.dead-letter", message -> broken.toString()
                    .equals(message.key()));
        assertThat(count("alert where about_id = '" + broken + "'")).isZero();
    }

    /** All that any of the events has, about this thing. */
    private static Map<String, Object> fields(UUID id) {
        return Map.ofEntries(
                Map.entry("labRequestId", id),
                Map.entry("inventoryItemId", id),
                Map.entry("batchId", id),
                Map.entry("prescriptionId", id),
                Map.entry("invoiceId", id),
                Map.entry("appointmentId", UUID.randomUUID()),
                Map.entry("emergencyAccessId", id),
                Map.entry("entityType", "prescription"),
                Map.entry("entityId", id),
                Map.entry("patientId", NOBODY),
                Map.entry("doctorId", NOBODY),
                Map.entry("subject", "nobody"),
                Map.entry("expiresAt", Instant.now().toString()),
                Map.entry("version", 3),
                Map.entry("critical", true),
                Map.entry("reason", "invoice-closed"));
    }

    private static Map<String, Object> result(UUID id, long version, boolean critical) {
        return Map.of("labRequestId", id, "patientId", NOBODY, "version", version, "critical", critical);
    }

    private static Map<String, Object> access(UUID id, UUID patient, Doctor doctor, int seconds) {
        return Map.of(
                "emergencyAccessId",
                id,
                "version",
                0,
                "patientId",
                patient,
                "subject",
                doctor.subject(),
                "grantedAt",
                Instant.now().toString(),
                "expiresAt",
                Instant.now().plusSeconds(seconds).toString());
    }

    /** Waits until whatever was published on a topic before has had its effect: a later event on each partition has. */
    private void passed(String topic) {
        UUID id = UUID.randomUUID();
        String type = topic.equals(PATIENTS)
                ? "patient.emergency-access-granted.v1"
                : topic.equals(BILLING) ? "settlement.failed.v1" : "stock.expiring.v1";
        TopicClient.publish(topic, type, id, fields(id));
        await().atMost(Duration.ofSeconds(20)).until(() -> count("alert where about_id = '" + id + "'") == 1);
    }
}
