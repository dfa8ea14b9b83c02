package polyclinic.prescription.laboratory.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.laboratory.LaboratoryTest;

@QuarkusTest
class LabRequestApiTest extends LaboratoryTest {
    @Test
    void a_request_goes_from_the_doctor_through_the_laboratory_to_the_review() {
        Visit visit = visit();
        Response made = as("doctor").body(body(visit, "urgent")).post(LAB_REQUESTS);
        String id = created(made);
        made.then()
                .body("status", equalTo("requested"))
                .body("priority", equalTo("urgent"))
                .body("number", matchesPattern("L\\d{7}"))
                .body("requestedBy.doctorId", notNullValue())
                .body("tests.code", contains("2823-3", "600-7"));

        collect(id)
                .then()
                .statusCode(200)
                .body("status", equalTo("collected"))
                .body("specimens[0].labelId", matchesPattern("L\\d{7}-1"));
        result(id, POTASSIUM)
                .then()
                .statusCode(200)
                .body("status", equalTo("resulted"))
                .body("report.status", equalTo("preliminary"))
                .body("report.results[0].value", equalTo("4.10"))
                .body("report.results[0].referenceRange.low", equalTo("3.50"))
                .body("report.results[0].interpretation", equalTo("N"));
        result(id, CULTURE)
                .then()
                .body("report.status", equalTo("final"))
                .body("report.version", equalTo(2))
                .body("reviewDueAt", notNullValue());
        review(id, "doctor")
                .then()
                .statusCode(200)
                .body("status", equalTo("reviewed"))
                .body("report.review.comment", equalTo("no action"));

        assertThat(TopicClient.await(
                        "prescription.events", message -> message.key().equals(id), 5))
                .extracting(message -> message.type())
                .containsExactly(
                        "lab-request.requested.v1",
                        "lab-request.collected.v1",
                        "lab-request.resulted.v1",
                        "lab-request.resulted.v1",
                        "lab-request.reviewed.v1");
        assertThat(audited(id, 5)).containsExactly("create", "collect", "result", "result", "review");
    }

    @Test
    void a_patient_sees_their_own_once_it_is_reviewed_and_not_what_a_correction_changed_before_that_is() {
        Visit visit = visit();
        String id = resulted(visit);
        asPatient(visit.patient()).get(path(id)).then().statusCode(404);
        asPatient(visit.patient()).get(LAB_REQUESTS).then().body("items.id", not(hasItem(id)));

        review(id, "doctor");
        asPatient(visit.patient()).get(path(id)).then().statusCode(200).body("report.results", hasSize(2));
        asPatient(visit.patient()).get(path(id, "versions")).then().body("items.version", contains(2, 1));
        asPatient(UUID.randomUUID()).get(path(id)).then().statusCode(404);

        as(LAB).body("{\"reason\":\"mixed up\",\"results\":[{\"code\":\"2823-3\",\"value\":\"4.20\"}]}")
                .post(path(id, "correct"))
                .then()
                .statusCode(200)
                .body("status", equalTo("resulted"));
        asPatient(visit.patient()).get(path(id)).then().statusCode(404);
    }

    @Test
    void only_doctors_who_have_the_patient_in_care_ask_and_review_or_whoever_asked() {
        Visit visit = visit();
        assertProblem(as("doctor2").body(body(visit, "routine")).post(LAB_REQUESTS), 422, "unknown-patient");
        String id = resulted(visit);

        as("doctor2").get(path(id)).then().statusCode(404);
        review(id, "doctor2").then().statusCode(404);
        Visit takenOver = new Visit(UUID.randomUUID(), visit.patient(), UUID.randomUUID(), "doctor2");
        insertKnownAppointment(takenOver, "in_consultation");
        review(id, "doctor2").then().statusCode(200);
    }

    @Test
    void the_laboratory_sees_what_is_asked_for_and_not_what_a_doctor_makes_of_it() {
        Visit visit = visit();
        String id = resulted(visit);
        review(id, "doctor");

        as(LAB).get(path(id))
                .then()
                .body("note", equalTo("fever"))
                .body("report.review.reviewedAt", notNullValue())
                .body("report.review.comment", nullValue());
        as(LAB).queryParam("patientId", visit.patient())
                .queryParam("status", "reviewed")
                .get(LAB_REQUESTS)
                .then()
                .body("items.id", contains(id));
        for (String role : new String[] {"receptionist", "pharmacist", "cashier", "auditor"})
            as(role).get(path(id)).then().statusCode(403);
    }

    @Test
    void a_walk_in_without_an_appointment_can_be_bled() {
        UUID patient = UUID.randomUUID();
        UUID doctor = UUID.randomUUID();
        UUID encounter = UUID.randomUUID();
        insertKnownPatient(patient);
        insertKnownDoctor(doctor);
        UUID entry = UUID.randomUUID();
        TopicClient.publish(
                "appointment.events",
                "queue.entry-moved.v1",
                entry,
                Map.of(
                        "queueEntryId", entry.toString(),
                        "version", 1,
                        "patientId", patient.toString(),
                        "doctorId", doctor.toString(),
                        "doctorSubject", Tokens.subject("doctor"),
                        "encounterId", encounter.toString(),
                        "status", "in_consultation",
                        "occurredAt", "2026-03-01T10:00:00Z"));
        await().until(() -> !rows("select 1 from known_walk_in where encounter_id = $1", encounter)
                .isEmpty());

        String body = """
                {"patientId":"%s","encounterId":"%s","tests":[{"code":"2823-3","name":"Potassium"}]}""".formatted(patient, encounter);
        as("doctor").body(body).post(LAB_REQUESTS).then().statusCode(201).body("priority", equalTo("routine"));
    }

    @Test
    void where_it_is_asked_for_must_be_this_patients_and_must_take_place() {
        Visit visit = visit();
        Visit another = visit();
        Visit cancelled = new Visit(UUID.randomUUID(), visit.patient(), visit.doctor(), "doctor");
        insertKnownAppointment(cancelled, "cancelled");

        Visit mixed = new Visit(another.appointment(), visit.patient(), visit.doctor(), "doctor");
        assertProblem(as("doctor").body(body(mixed, "routine")).post(LAB_REQUESTS), 422, "unknown-reference");
        assertProblem(as("doctor").body(body(cancelled, "routine")).post(LAB_REQUESTS), 422, "appointment-not-open");
        StubServices.recover();
    }

    @Test
    void a_request_is_cancelled_until_there_are_results() {
        Visit visit = visit();
        String cancelled = collected(visit);
        as("doctor")
                .body("{\"reason\":\"no need\"}")
                .post(path(cancelled, "cancel"))
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("cancellationReason", equalTo("no need"));
        assertProblem(result(cancelled, POTASSIUM), 409, "invalid-transition");
        assertProblem(as("nurse").get(path(cancelled, "label")), 409, "invalid-transition");

        String done = resulted(visit);
        assertProblem(
                as("doctor").body("{\"reason\":\"no need\"}").post(path(done, "cancel")), 409, "invalid-transition");
    }

    @Test
    void a_cancelled_appointment_cancels_what_was_not_collected_and_tells_of_the_rest_once() {
        Visit visit = visit();
        String open = requested(visit);
        String withSpecimen = collected(visit);
        String withResult = resulted(visit);
        UUID event = UUID.randomUUID();

        for (int i = 0; i < 2; i++)
            TopicClient.publish(
                    "appointment.events",
                    event,
                    "appointment.cancelled.v1",
                    visit.appointment(),
                    appointmentEvent(visit, 5, "cancelled"));

        for (String id : List.of(withSpecimen, withResult))
            TopicClient.event("prescription.events", "cancellation.incomplete.v1", id);
        as("nurse").get(path(open)).then().body("status", equalTo("cancelled"));
        as("nurse").get(path(withSpecimen)).then().body("status", equalTo("collected"));
        assertThat(told(withSpecimen)).containsExactly("specimen-collected");
        assertThat(told(withResult)).containsExactly("result-reported");
        assertThat(told(open)).isEmpty();
    }

    private static List<String> told(String id) {
        return TopicClient.all("prescription.events").stream()
                .filter(message -> message.key().equals(id) && message.type().equals("cancellation.incomplete.v1"))
                .map(message -> message.text("reason"))
                .toList();
    }
}
