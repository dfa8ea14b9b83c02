package polyclinic.notes.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.noteBody;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.NotesServiceTest;

/** Who is in whose care: a walk-in, by the place in the doctor's queue; whoever is in an emergency; by which account. */
@QuarkusTest
class CareTest extends NotesServiceTest {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    private final UUID patient = StubServices.registeredPatient();
    private final UUID entry = UUID.randomUUID();
    private final UUID doctor = UUID.randomUUID();

    @Test
    void a_walk_ins_doctor_writes_a_note_records_clinical_data_and_reads_the_timeline() {
        queueEvent("queue.entry-added.v1", 1, "waiting", null);
        awaitArrival();

        String note = drafted("doctor2", patient).getString("id");
        Response recorded = as("doctor2").body(vitalSigns()).post("/api/v1/clinical-data");

        assertThat(recorded.statusCode()).isEqualTo(201);
        as("doctor2").get("/api/v1/notes/" + note).then().statusCode(200);
        as("doctor2").get("/api/v1/timelines/" + patient).then().statusCode(200);
        assertThat(as("doctor2").get("/api/v1/notes").<List<String>>path("items.id"))
                .contains(note);
        as("doctor").get("/api/v1/notes/" + note).then().statusCode(404);
    }

    @Test
    void a_key_is_no_way_back_to_a_note_when_care_has_ended() {
        queueEvent("queue.entry-added.v1", 1, "waiting", null);
        awaitArrival();
        String note = drafted("doctor2", patient).getString("id");
        String key = UUID.randomUUID().toString();
        assertThat(sign(note, key).statusCode()).isEqualTo(200);
        assertThat(sign(note, key).header("Idempotency-Replayed")).isEqualTo("true");

        queueEvent("queue.entry-moved.v1", 2, "cancelled", null);
        awaitArrival();

        as("doctor2").get("/api/v1/notes/" + note).then().statusCode(404);
        assertProblem(sign(note, key), 404, "not-found");
    }

    private static Response sign(String note, String key) {
        return as("doctor2").header("Idempotency-Key", key).body("{}").post("/api/v1/notes/" + note + "/sign");
    }

    @Test
    void a_cancelled_walk_in_is_in_no_care() {
        queueEvent("queue.entry-added.v1", 1, "waiting", null);
        queueEvent("queue.entry-moved.v1", 2, "cancelled", null);
        awaitArrival();

        Response refused = as("doctor2").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes");

        assertProblem(refused, 422, "unknown-patient");
    }

    @Test
    void events_of_a_walk_in_may_come_in_any_order() {
        queueEvent("queue.entry-moved.v1", 3, "cancelled", null);
        queueEvent("queue.entry-added.v1", 1, "waiting", null);
        awaitArrival();

        Response refused = as("doctor2").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes");

        assertProblem(refused, 422, "unknown-patient");
    }

    @Test
    void a_place_in_the_queue_that_an_appointment_brought_counts_as_the_appointment() {
        queueEvent("queue.entry-added.v1", 1, "waiting", UUID.randomUUID());
        awaitArrival();

        Response refused = as("doctor2").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes");

        assertProblem(refused, 422, "unknown-patient");
    }

    @Test
    void a_walk_in_whose_event_is_on_its_way_is_asked_for_at_its_owner() {
        StubServices.answer(
                "/api/v1/queue",
                Map.of(
                        "items",
                        List.of(Map.of(
                                "id",
                                entry,
                                "version",
                                1,
                                "patientId",
                                patient,
                                "doctorId",
                                StubServices.doctor("doctor2"),
                                "status",
                                "in_consultation"))));

        drafted("doctor2", patient);

        // of that patient alone: the owner's audit trail names whom its answer shows
        assertThat(StubServices.requests("/api/v1/queue"))
                .extracting(asked -> asked.query("patientId"))
                .contains(patient.toString())
                .doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/notes?patientId=",
                "/api/v1/history?patientId=",
                "/api/v1/clinical-data?patientId=",
                "/api/v1/clinical-data/trend?dataType=vital_signs&path=pulse&patientId="
            })
    void the_owners_are_asked_once_for_a_list_of_a_patient_who_is_in_no_care(String list) {
        Response empty = as("doctor2").get(list + patient);

        assertThat(empty.<List<Object>>path("items")).isEmpty();
        assertThat(StubServices.requests("/api/v1/"))
                .filteredOn(asked -> asked.target().contains(patient.toString()))
                .extracting(StubRequest::path)
                .containsExactly(
                        "/api/v1/appointments", "/api/v1/queue", "/api/v1/patients/" + patient + "/emergency-access");
    }

    @Test
    void another_doctors_visit_that_a_wider_role_is_shown_is_no_care_of_ones_own() {
        StubServices.answer(
                "/api/v1/queue",
                Map.of(
                        "items",
                        List.of(Map.of(
                                "id",
                                entry,
                                "version",
                                1,
                                "patientId",
                                patient,
                                "doctorId",
                                StubServices.doctor("doctor"),
                                "status",
                                "waiting"))));

        assertProblem(
                as("doctor2").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes"), 422, "unknown-patient");
    }

    @Test
    void an_account_that_a_doctor_loses_sees_nothing_more_and_the_one_that_is_given_sees_it() {
        queueEvent("queue.entry-added.v1", 1, "waiting", null);
        doctorEvent(1, "doctor2");
        awaitArrival();
        String note = drafted("doctor2", patient).getString("id");

        doctorEvent(2, "doctor");
        awaitArrival();

        as("doctor2").get("/api/v1/notes/" + note).then().statusCode(404);
        as("doctor2").get("/api/v1/timelines/" + patient).then().statusCode(404);
        assertThat(as("doctor2").get("/api/v1/notes?limit=200").<List<String>>path("items.id"))
                .doesNotContain(note);
        as("doctor").get("/api/v1/notes/" + note).then().statusCode(200);
        assertThat(as("doctor").get("/api/v1/notes?limit=200").<List<String>>path("items.id"))
                .contains(note);
    }

    @Test
    void care_of_long_ago_is_over() {
        queueEvent("queue.entry-added.v1", 1, "completed", null, "2020-03-02T08:00:00Z");
        awaitArrival();

        assertProblem(
                as("doctor2").body(noteBody(patient, "soap", SOAP)).post("/api/v1/notes"), 422, "unknown-patient");
    }

    @Test
    void emergency_access_opens_one_patient_to_one_account_until_it_expires() {
        String note = drafted("nurse", patient).getString("id");
        as("doctor").get("/api/v1/notes/" + note).then().statusCode(404);

        emergencyEvent("patient.emergency-access-granted.v1", 0, Instant.now().plusSeconds(3600));
        await().atMost(ARRIVAL_TIMEOUT)
                .until(() -> as("doctor").get("/api/v1/notes/" + note).statusCode() == 200);
        as("doctor2").get("/api/v1/notes/" + note).then().statusCode(404);

        emergencyEvent("patient.emergency-access-reviewed.v1", 1, Instant.now());
        await().atMost(ARRIVAL_TIMEOUT)
                .until(() -> as("doctor").get("/api/v1/notes/" + note).statusCode() == 404);
    }

    @Test
    void emergency_access_whose_event_is_on_its_way_is_asked_for_at_its_owner() {
        StubServices.answer(
                "/api/v1/patients/" + patient + "/emergency-access",
                Map.of(
                        "items",
                        List.of(Map.of(
                                "id",
                                entry,
                                "version",
                                0,
                                "patientId",
                                patient,
                                "grantedAt",
                                Instant.now().toString(),
                                "expiresAt",
                                Instant.now().plusSeconds(3600).toString()))));

        drafted("doctor2", patient);
    }

    private void emergencyEvent(String type, long version, Instant expires) {
        TopicClient.publish(
                "patient.events",
                type,
                patient,
                Map.of(
                        "emergencyAccessId",
                        entry,
                        "version",
                        version,
                        "patientId",
                        patient,
                        "subject",
                        Tokens.subject("doctor"),
                        "grantedAt",
                        Instant.now().toString(),
                        "expiresAt",
                        expires.toString()));
    }

    /** With the key of the others, so that all arrive in order. */
    private void doctorEvent(long version, String user) {
        TopicClient.publish(
                "appointment.events",
                "doctor.updated.v1",
                entry,
                Map.of("doctorId", doctor, "version", version, "subject", Tokens.subject(user)));
    }

    private void queueEvent(String type, long version, String status, @Nullable UUID appointment) {
        queueEvent(type, version, status, appointment, Instant.now().toString());
    }

    private void queueEvent(String type, long version, String status, @Nullable UUID appointment, String addedAt) {
        publish(entry, entry, patient, type, version, status, appointment, addedAt);
    }

    private void publish(
            UUID key,
            UUID queueEntry,
            UUID ofPatient,
            String type,
            long version,
            String status,
            @Nullable UUID appointment,
            String addedAt) {
        Map<String, Object> data = new HashMap<>(Map.of(
                "queueEntryId",
                queueEntry,
                "version",
                version,
                "doctorId",
                doctor,
                "doctorSubject",
                Tokens.subject("doctor2"),
                "patientId",
                ofPatient,
                "tokenNumber",
                7,
                "priority",
                "normal",
                "status",
                status,
                "occurredAt",
                "2024-03-02T08:00:00Z"));
        data.put("addedAt", addedAt);
        if (appointment != null) data.put("appointmentId", appointment);
        TopicClient.publish("appointment.events", type, key, data);
    }

    private String vitalSigns() {
        return "{\"patientId\":\"%s\",\"dataType\":\"vital_signs\",\"data\":{\"pulse\":70}}".formatted(patient);
    }

    /** What was published before has had its effect as soon as an event behind it has. */
    private void awaitArrival() {
        UUID last = UUID.randomUUID();
        publish(
                entry,
                last,
                UUID.randomUUID(),
                "queue.entry-added.v1",
                1,
                "waiting",
                null,
                Instant.now().toString());
        await().atMost(ARRIVAL_TIMEOUT).until(() -> collection("care").countDocuments(new Document("_id", last)) == 1);
    }
}
