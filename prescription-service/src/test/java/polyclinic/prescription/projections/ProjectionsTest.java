package polyclinic.prescription.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.ServiceTest;

/** Events of other services: once, twice, in any order, or malformed. */
@QuarkusTest
class ProjectionsTest extends ServiceTest {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    @Test
    void a_patient_and_their_allergies_are_known_from_events() {
        UUID patient = UUID.randomUUID();
        UUID allergy = UUID.randomUUID();
        TopicClient.publish("patient.events", "patient.registered.v1", patient, patient(patient, 0, "Ada"));
        TopicClient.publish(
                "patient.events", "patient.allergy-recorded.v1", patient, allergy(patient, allergy, 0, "Penicillin"));
        settle();

        assertThat(allergies(patient)).containsExactly("Penicillin");
        assertThat(name(patient)).isEqualTo("Ada");
        TopicClient.publish(
                "patient.events",
                "patient.allergy-removed.v1",
                patient,
                Map.of("patientId", patient.toString(), "allergyId", allergy.toString(), "version", 1));
        settle();
        assertThat(allergies(patient)).isEmpty();
    }

    @Test
    void an_allergy_without_a_version_is_set_aside_and_the_next_one_counts() {
        UUID patient = UUID.randomUUID();
        UUID allergy = UUID.randomUUID();
        Map<String, Object> without = new HashMap<>(allergy(patient, allergy, 0, "Latex"));
        without.remove("version");
        TopicClient.publish("patient.events", "patient.allergy-recorded.v1", patient, without);
        TopicClient.publish(
                "patient.events", "patient.allergy-updated.v1", patient, allergy(patient, allergy, 1, "Penicillin"));
        settle();

        assertThat(allergies(patient)).containsExactly("Penicillin");
    }

    @Test
    void that_no_allergies_are_known_is_kept_beside_allergies_and_withdrawn_like_one() {
        Visit visit = visit();
        UUID statement = UUID.randomUUID();
        TopicClient.publish(
                "patient.events",
                "patient.no-known-allergies-recorded.v1",
                visit.patient(),
                Map.of(
                        "patientId",
                        visit.patient().toString(),
                        "allergyId",
                        statement.toString(),
                        "version",
                        0,
                        "noKnownAllergies",
                        true,
                        "recordedAt",
                        "2026-01-01T00:00:00Z"));
        settle();

        assertThat(rows("select none_known from known_allergy where id = $1", statement)
                        .get(0)
                        .getBoolean(0))
                .isTrue();
        issue(drafted(visit, "Paracetamol"))
                .then()
                .statusCode(202)
                .body("checks[0].outcome", equalTo("unchecked"))
                .body("checks[0].reason", equalTo("allergies_unavailable"));
        TopicClient.publish(
                "patient.events",
                "patient.no-known-allergies-removed.v1",
                visit.patient(),
                Map.of("patientId", visit.patient().toString(), "allergyId", statement.toString(), "version", 1));
        settle();
        assertThat(rows("select 1 from known_allergy where id = $1 and not removed", statement))
                .isEmpty();
    }

    @Test
    void a_patient_of_one_name_and_unknown_birth_date_is_known_from_events() {
        UUID patient = UUID.randomUUID();
        TopicClient.publish(
                "patient.events",
                "patient.registered.v1",
                patient,
                Map.of("patientId", patient, "version", 0, "givenName", "Suharto"));
        settle();

        assertThat(name(patient)).isEqualTo("Suharto");
    }

    @Test
    void an_estimated_birth_date_stays_one_until_somebody_knows_better() {
        UUID patient = UUID.randomUUID();
        Map<String, Object> told = patient(patient, 0, "Ada");
        told.put("birthDateEstimated", true);
        TopicClient.publish("patient.events", "patient.registered.v1", patient, told);
        settle();
        assertThat(isEstimated(patient)).isTrue();

        TopicClient.publish("patient.events", "patient.updated.v1", patient, patient(patient, 1, "Ada"));
        settle();

        assertThat(isEstimated(patient)).isFalse();
    }

    private boolean isEstimated(UUID patient) {
        return rows("select birth_date_estimated from known_patient where id = $1", patient)
                .get(0)
                .getBoolean(0);
    }

    @Test
    void what_a_doctor_wrote_and_has_in_care_follows_the_account() {
        Visit visit = visit();
        Visit next = new Visit(UUID.randomUUID(), visit.patient(), visit.doctor(), "doctor");
        insertKnownAppointment(next, "in_consultation");
        String id = drafted(visit, "Paracetamol");

        TopicClient.publish(
                "appointment.events",
                "doctor.updated.v1",
                visit.doctor(),
                Map.of(
                        "doctorId",
                        visit.doctor(),
                        "version",
                        1,
                        "givenName",
                        "Gregory",
                        "familyName",
                        "House",
                        "subject",
                        Tokens.subject("doctor2")));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> as("doctor2").get(one(id)).statusCode() == 200);
        as("doctor").get(one(id)).then().statusCode(404);
        assertThat(listed("doctor")).doesNotContain(id);
        assertThat(listed("doctor2")).contains(id);
        assertProblem(draft(next, "Ibuprofen"), 422, "unknown-appointment");
        assertThat(as("doctor2")
                        .body("{\"reason\":\"mistaken\"}")
                        .post(one(id) + "/cancel")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void emergency_access_opens_one_patient_to_one_account() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        as("doctor2").get(one(id)).then().statusCode(404);

        TopicClient.publish(
                "patient.events",
                "patient.emergency-access-granted.v1",
                visit.patient(),
                Map.of(
                        "emergencyAccessId", UUID.randomUUID(),
                        "version", 0,
                        "patientId", visit.patient(),
                        "subject", Tokens.subject("doctor2"),
                        "grantedAt", Instant.now().toString(),
                        "expiresAt", Instant.now().plusSeconds(3600).toString()));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> as("doctor2").get(one(id)).statusCode() == 200);
        assertThat(listed("doctor2")).contains(id);
    }

    private static List<String> listed(String doctor) {
        return as(doctor).get(PRESCRIPTIONS + "?limit=200").path("items.id");
    }

    @Test
    void older_events_that_come_late_have_no_effect() {
        UUID patient = UUID.randomUUID();
        UUID allergy = UUID.randomUUID();
        TopicClient.publish("patient.events", "patient.updated.v1", patient, patient(patient, 2, "New"));
        TopicClient.publish("patient.events", "patient.registered.v1", patient, patient(patient, 0, "Old"));
        TopicClient.publish(
                "patient.events",
                "patient.allergy-removed.v1",
                patient,
                Map.of("patientId", patient.toString(), "allergyId", allergy.toString(), "version", 3));
        TopicClient.publish(
                "patient.events", "patient.allergy-recorded.v1", patient, allergy(patient, allergy, 0, "Penicillin"));
        settle();

        assertThat(name(patient)).isEqualTo("New");
        assertThat(allergies(patient)).isEmpty();
    }

    @Test
    void a_cancelled_appointment_cancels_its_draft_once() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        UUID event = UUID.randomUUID();

        for (int i = 0; i < 3; i++)
            TopicClient.publish(
                    "appointment.events",
                    event,
                    "appointment.cancelled.v1",
                    visit.appointment(),
                    appointmentEvent(visit, 4, "cancelled"));
        TopicClient.publish(
                "appointment.events",
                "appointment.checked-in.v1",
                visit.appointment(),
                appointmentEvent(visit, 2, "checked_in"));
        awaitStatus(id, "cancelled");
        settle();

        as("doctor").get(one(id)).then().body("cancellationReason", equalTo("The appointment was cancelled."));
        assertThat(rows("select status from known_appointment where id = $1", visit.appointment())
                        .get(0)
                        .getString("status"))
                .isEqualTo("cancelled");
        assertPublished(id, "drafted", "cancelled");
        assertThat(TopicClient.all("prescription.events").stream()
                        .filter(message -> message.key().equals(id)))
                .hasSize(2);
        draft(visit, "Paracetamol").then().statusCode(422);
    }

    @Test
    void an_issued_prescription_is_cancelled_with_its_appointment() {
        Visit visit = visit();
        String id = issued(visit);

        cancel(visit, UUID.randomUUID());
        awaitStatus(id, "cancelled");

        assertPublished(id, "drafted", "issuing", "issued", "cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARTIALLY_DISPENSED", "DISPENSED"})
    void what_was_dispensed_stays_when_the_appointment_is_cancelled_and_is_told_once(String status) {
        Visit visit = visit();
        String id = issued(visit);
        execute("update prescription set status = $2 where id = $1", UUID.fromString(id), status);
        UUID event = UUID.randomUUID();

        for (int i = 0; i < 3; i++) cancel(visit, event);
        settle();

        assertThat(status(id)).isEqualTo(status.toLowerCase(Locale.ROOT));
        assertThat(TopicClient.all("prescription.events").stream()
                        .filter(message ->
                                message.key().equals(id) && message.type().equals("cancellation.incomplete.v1")))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.text("reason")).isEqualTo("already-dispensed");
                    assertThat(message.text("entityType")).isEqualTo("prescription");
                    assertThat(message.text("appointmentId"))
                            .isEqualTo(visit.appointment().toString());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "EXPIRED"})
    void what_has_ended_stays_as_it_is_when_the_appointment_is_cancelled(String status) {
        Visit visit = visit();
        String id = issued(visit);
        execute("update prescription set status = $2 where id = $1", UUID.fromString(id), status);

        cancel(visit, UUID.randomUUID());
        settle();

        assertThat(status(id)).isEqualTo(status.toLowerCase(Locale.ROOT));
        assertPublished(id, "drafted", "issuing", "issued");
    }

    private static String issued(Visit visit) {
        String id = drafted(visit, "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");
        return id;
    }

    private static void cancel(Visit visit, UUID event) {
        TopicClient.publish(
                "appointment.events",
                event,
                "appointment.cancelled.v1",
                visit.appointment(),
                appointmentEvent(visit, 4, "cancelled"));
    }

    @Test
    void an_unreadable_event_goes_to_the_dead_letter_topic_and_later_events_are_handled() {
        UUID patient = UUID.randomUUID();
        String mark = UUID.randomUUID().toString();
        TopicClient.send("patient.events", mark, Map.of(), "{no json");
        TopicClient.publish(
                "patient.events", "patient.registered.v1", patient, Map.of("patientId", "no uuid", "mark", mark));
        TopicClient.publish(
                "patient.events", "patient.registered.v1", patient, Map.of("patientId", patient.toString()));
        TopicClient.send("appointment.events", mark, Map.of(), "");
        TopicClient.publish("appointment.events", "appointment.booked.v1", patient, Map.of("appointmentId", mark));
        TopicClient.publish("patient.events", "patient.registered.v1", patient, patient(patient, 0, "Behind"));
        settle();

        assertThat(name(patient)).isEqualTo("Behind");
        List<TopicClient.Message> dead = TopicClient.await(
                "prescription-service.dead-letter",
                message -> mark.equals(message.key())
                        || patient.toString().equals(message.key())
                        || message.body().contains(mark),
                5);
        assertThat(dead).hasSize(5);
    }

    @Test
    void events_of_other_types_are_ignored() {
        UUID id = UUID.randomUUID();
        TopicClient.publish("patient.events", "patient.merged.v1", id, Map.of("x", 1));
        TopicClient.publish("appointment.events", "schedule.changed.v1", id, Map.of("x", 1));

        settle();

        assertThat(TopicClient.all("prescription-service.dead-letter").stream()
                        .filter(message -> id.toString().equals(message.key())))
                .isEmpty();
    }

    @Test
    void a_doctor_is_known_from_events() {
        UUID doctor = UUID.randomUUID();
        TopicClient.publish("appointment.events", "doctor.updated.v1", doctor, doctor(doctor, 1, "House"));
        TopicClient.publish("appointment.events", "doctor.registered.v1", doctor, doctor(doctor, 0, "Haus"));

        settle();

        assertThat(rows("select family_name from known_doctor where id = $1", doctor)
                        .get(0)
                        .getString(0))
                .isEqualTo("House");
    }

    /** Waits until everything published before on both topics has had its effect. */
    private void settle() {
        UUID patient = UUID.randomUUID();
        UUID doctor = UUID.randomUUID();
        TopicClient.publish("patient.events", "patient.registered.v1", patient, patient(patient, 0, "Last"));
        TopicClient.publish("appointment.events", "doctor.registered.v1", doctor, doctor(doctor, 0, "Last"));
        await().atMost(ARRIVAL_TIMEOUT)
                .until(() -> !rows("select 1 from known_patient where id = $1", patient)
                                .isEmpty()
                        && !rows("select 1 from known_doctor where id = $1", doctor)
                                .isEmpty());
    }

    private String name(UUID patient) {
        return rows("select given_name from known_patient where id = $1", patient)
                .get(0)
                .getString(0);
    }

    private List<String> allergies(UUID patient) {
        return rows("select name from known_allergy where patient_id = $1 and not removed", patient).stream()
                .map(row -> row.getString("name"))
                .toList();
    }

    private static Map<String, Object> patient(UUID id, long version, String name) {
        Map<String, Object> data = new HashMap<>();
        data.put("patientId", id.toString());
        data.put("version", version);
        data.put("uhid", "PC-9");
        data.put("givenName", name);
        data.put("familyName", "Lovelace");
        data.put("birthDate", "1815-12-10");
        data.put("sex", "female");
        return data;
    }

    private static Map<String, Object> allergy(UUID patient, UUID id, long version, String substance) {
        return Map.of(
                "patientId",
                patient.toString(),
                "allergyId",
                id.toString(),
                "version",
                version,
                "substance",
                Map.of("name", substance),
                "criticality",
                "high",
                "recordedAt",
                "2026-01-01T00:00:00Z");
    }

    private static Map<String, Object> doctor(UUID id, long version, String name) {
        return Map.of(
                "doctorId", id.toString(),
                "version", version,
                "givenName", "Gregory",
                "familyName", name,
                "specialty", "General medicine",
                "licenseNumber", "L-1",
                "timeZone", "UTC");
    }
}
