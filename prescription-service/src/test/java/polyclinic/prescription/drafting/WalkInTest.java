package polyclinic.prescription.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.StubAssets;

/** A patient who comes without an appointment is in the care of the doctor in whose queue they are. */
@QuarkusTest
class WalkInTest extends ServiceTest {
    /** @param encounter begins with the consultation */
    private record WalkIn(UUID queueEntry, UUID patient, UUID doctor, UUID encounter, String doctorUser) {}

    @Test
    void a_walk_ins_doctor_drafts_in_the_encounter_and_sees_the_prescription() {
        WalkIn walkIn = inConsultation();

        Response drafted = draft(walkIn);

        String id = created(drafted);
        drafted.then()
                .body("encounterId", equalTo(walkIn.encounter().toString()))
                .body("appointmentId", nullValue())
                .body("patientId", equalTo(walkIn.patient().toString()))
                .body("doctorId", equalTo(walkIn.doctor().toString()));
        as("doctor").get(one(id)).then().statusCode(200);
        as("doctor")
                .queryParam("patientId", walkIn.patient())
                .get(PRESCRIPTIONS)
                .then()
                .body("items.id", contains(id));
        assertPublished(id, "drafted");
        assertThat(audited(id, 1)).containsExactly("create");
    }

    @Test
    void another_doctor_does_not_see_it_and_does_not_draft_in_the_encounter() {
        WalkIn walkIn = inConsultation();
        String id = created(draft(walkIn));

        as("doctor2").get(one(id)).then().statusCode(404);
        as("doctor2")
                .queryParam("patientId", walkIn.patient())
                .get(PRESCRIPTIONS)
                .then()
                .body("items", hasSize(0));
        assertProblem(draft(walkIn, "doctor2"), 422, "unknown-encounter");
    }

    @Test
    void a_doctor_sees_what_others_prescribed_for_their_walk_in_until_that_is_cancelled() {
        Visit elsewhere = visit("doctor2", "in_consultation");
        String id = drafted(elsewhere, "Paracetamol");
        as("doctor").get(one(id)).then().statusCode(404);
        WalkIn walkIn =
                new WalkIn(UUID.randomUUID(), elsewhere.patient(), UUID.randomUUID(), UUID.randomUUID(), "doctor");

        publish(walkIn, "queue.entry-added.v1", 0, "waiting");
        settle();
        as("doctor").get(one(id)).then().statusCode(200);

        publish(walkIn, "queue.entry-moved.v1", 1, "cancelled");
        settle();
        as("doctor").get(one(id)).then().statusCode(404);
    }

    @Test
    void a_queue_entry_that_has_an_appointment_creates_no_care_of_its_own() {
        Visit elsewhere = visit("doctor2", "in_consultation");
        String id = drafted(elsewhere, "Paracetamol");
        WalkIn checkedIn =
                new WalkIn(UUID.randomUUID(), elsewhere.patient(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
        Map<String, Object> entry = entry(checkedIn, 0, "waiting");
        entry.put("appointmentId", UUID.randomUUID().toString());

        TopicClient.publish("appointment.events", "queue.entry-added.v1", checkedIn.queueEntry(), entry);
        settle();

        as("doctor").get(one(id)).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "cancelled"})
    void a_prescription_in_an_encounter_that_is_over_is_refused(String status) {
        WalkIn walkIn = inConsultation();
        publish(walkIn, "queue.entry-moved.v1", 9, status);
        settle();

        assertProblem(draft(walkIn), 422, "appointment-not-open");
    }

    @Test
    void an_unknown_encounter_is_refused() {
        assertProblem(draft(newWalkIn()), 422, "unknown-encounter");
    }

    @Test
    void an_encounter_has_one_prescription_until_that_is_cancelled() {
        WalkIn walkIn = inConsultation();
        String first = created(draft(walkIn));

        assertProblem(draft(walkIn), 409, "prescription-exists");

        as("doctor")
                .body("{\"reason\":\"a mistake\"}")
                .post(one(first) + "/cancel")
                .then()
                .statusCode(200);
        assertThat(created(draft(walkIn))).isNotEqualTo(first);
    }

    @Test
    void an_encounter_whose_event_has_not_arrived_is_fetched_with_the_doctors_token() {
        WalkIn walkIn = newWalkIn();
        StubServices.answer("/api/v1/encounters/" + walkIn.encounter(), encounter(walkIn, null));
        StubServices.answer(
                "/api/v1/queue/" + walkIn.queueEntry(),
                Map.of(
                        "id", walkIn.queueEntry(),
                        "version", 2,
                        "patientId", walkIn.patient(),
                        "doctorId", walkIn.doctor(),
                        "encounterId", walkIn.encounter(),
                        "status", "in_consultation"));
        StubServices.answer(
                "/api/v1/doctors/" + walkIn.doctor(),
                Map.of(
                        "id",
                        walkIn.doctor(),
                        "version",
                        0,
                        "givenName",
                        "Gregory",
                        "familyName",
                        "House",
                        "subject",
                        Tokens.subject("doctor")));

        assertThat(created(draft(walkIn))).isNotEmpty();

        assertThat(StubServices.requests("/api/v1/encounters/"))
                .allMatch(asked -> Tokens.subject("doctor").equals(asked.subject()));
    }

    @Test
    void while_the_owner_is_down_an_unknown_encounter_is_unavailable() {
        StubServices.fail(503);

        assertProblem(draft(newWalkIn()), 503, "unavailable");
    }

    @Test
    void the_encounter_of_an_appointment_is_treated_as_the_appointment() {
        Visit visit = visit();
        UUID encounter = UUID.randomUUID();
        WalkIn asked = new WalkIn(UUID.randomUUID(), visit.patient(), visit.doctor(), encounter, "doctor");
        StubServices.answer("/api/v1/encounters/" + encounter, encounter(asked, visit.appointment()));

        draft(asked)
                .then()
                .statusCode(201)
                .body("appointmentId", equalTo(visit.appointment().toString()))
                .body("encounterId", nullValue());
    }

    @Test
    void a_cancelled_encounter_cancels_its_draft() {
        WalkIn walkIn = inConsultation();
        String id = created(draft(walkIn));

        publish(walkIn, "queue.entry-moved.v1", 9, "cancelled");
        awaitStatus(id, "cancelled");

        as("doctor").get(one(id)).then().body("cancellationReason", equalTo("The encounter was cancelled."));
        assertPublished(id, "drafted", "cancelled");
    }

    @Test
    void a_walk_ins_prescription_is_issued_with_a_document_without_an_appointment() {
        WalkIn walkIn = inConsultation();
        insertKnownPatient(walkIn.patient());
        insertKnownDoctor(walkIn.doctor());
        String id = created(draft(walkIn));

        issue(id).then().statusCode(202);
        awaitStatus(id, "issued");

        assertThat(StubAssets.of(id)).hasSize(1);
        assertThat(StubAssets.of(id).get(0).metadata().has("appointmentId")).isFalse();
        assertPublished(id, "drafted", "issuing", "issued");
    }

    @Test
    void a_request_names_either_an_appointment_or_an_encounter() {
        UUID id = UUID.randomUUID();
        String both = body(id, "Paracetamol").replaceFirst("\\{", "{\"encounterId\":\"" + id + "\",");
        String neither = body(id, "Paracetamol").replaceFirst("\"appointmentId\":\"[^\"]+\",", "");

        assertProblem(as("doctor").body(both).post(PRESCRIPTIONS), 422, "invalid-input");
        assertProblem(as("doctor").body(neither).post(PRESCRIPTIONS), 422, "invalid-input");
    }

    private static Response draft(WalkIn walkIn) {
        return draft(walkIn, walkIn.doctorUser());
    }

    private static Response draft(WalkIn walkIn, String user) {
        return as(user).body(body("encounterId", walkIn.encounter(), "Paracetamol"))
                .post(PRESCRIPTIONS);
    }

    private static WalkIn newWalkIn() {
        return new WalkIn(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
    }

    /** With {@code doctor}; known from the queue's events. */
    private WalkIn inConsultation() {
        WalkIn walkIn = newWalkIn();
        publish(walkIn, "queue.entry-added.v1", 0, "waiting");
        publish(walkIn, "queue.entry-moved.v1", 3, "in_consultation");
        settle();
        return walkIn;
    }

    private static void publish(WalkIn walkIn, String type, long version, String status) {
        TopicClient.publish("appointment.events", type, walkIn.queueEntry(), entry(walkIn, version, status));
    }

    private static Map<String, Object> entry(WalkIn walkIn, long version, String status) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("queueEntryId", walkIn.queueEntry().toString());
        entry.put("version", version);
        entry.put("patientId", walkIn.patient().toString());
        entry.put("doctorId", walkIn.doctor().toString());
        entry.put("doctorSubject", Tokens.subject(walkIn.doctorUser()));
        if (!status.equals("waiting"))
            entry.put("encounterId", walkIn.encounter().toString());
        entry.put("tokenNumber", 7);
        entry.put("priority", "normal");
        entry.put("status", status);
        entry.put("occurredAt", "2026-03-01T10:00:00Z");
        return entry;
    }

    private static Map<String, Object> encounter(WalkIn walkIn, @Nullable UUID appointment) {
        Map<String, Object> encounter = new HashMap<>();
        encounter.put("id", walkIn.encounter());
        encounter.put("version", 0);
        encounter.put("patientId", walkIn.patient());
        encounter.put("doctorId", walkIn.doctor());
        encounter.put("appointmentId", appointment);
        encounter.put("queueEntryId", walkIn.queueEntry());
        encounter.put("status", "in_progress");
        return encounter;
    }

    /** Waits until everything published before on the topic has had its effect: care is saved last. */
    private void settle() {
        WalkIn last = newWalkIn();
        publish(last, "queue.entry-added.v1", 0, "waiting");
        await().until(() ->
                !rows("select 1 from care where id = $1", last.queueEntry()).isEmpty());
    }
}
