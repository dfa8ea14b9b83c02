package polyclinic.prescription.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.ServiceTest;

/** What this service keeps of others, damaged in each way, after its owners have stated what they have. */
@QuarkusTest
class ReconciledProjectionsTest extends ServiceTest {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);
    private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.HOURS);

    /** A stretch of ids that no other test has, for the range of each restatement. */
    private final long stretch = UUID.randomUUID().getMostSignificantBits();

    private final UUID patient = id(100);
    private final UUID doctor = id(101);

    @Test
    void patients_are_as_patient_service_says() {
        for (int number : List.of(2, 3, 4, 5))
            execute(
                    "insert into known_patient (id, version, uhid, given_name, family_name) values ($1, $2, 'PC-1', $3, 'Lovelace')",
                    id(number),
                    number == 4 ? 9L : 1L,
                    number == 2 ? "Ada" : "Nobody");

        state("patient", "patients", facts(List.of(1, 2, 3, 4), "patient.registered.v1", id -> patient(id, 1)));

        assertThat(texts("select id || ' ' || version || ' ' || given_name from known_patient where " + range("id")))
                .containsExactly(id(1) + " 1 Ada", id(2) + " 1 Ada", id(3) + " 1 Ada", id(4) + " 1 Ada");
    }

    @Test
    void allergies_are_as_patient_service_says() {
        Visit visit = visit();
        String id = drafted(visit, "Amoxicillin");
        issue(id).then().statusCode(202);
        awaitStatus(id, "issued");
        execute(
                "insert into known_allergy (id, patient_id, name, removed, version) values ($1, $2, 'Latex', false, 0)",
                id(2),
                visit.patient());
        execute(
                "insert into known_allergy (id, patient_id, name, removed, version) values ($1, $2, 'Dust', false, 0)",
                id(3),
                visit.patient());

        List<Map<String, Object>> facts = new ArrayList<>();
        facts.add(fact(
                id(1), visit.patient(), "patient.allergy-recorded.v1", allergy(visit.patient(), id(1), "Amoxicillin")));
        facts.add(fact(
                id(2),
                visit.patient(),
                "patient.allergy-removed.v1",
                Map.of("patientId", visit.patient(), "allergyId", id(2), "version", 1)));
        state("patient", "allergies", facts);

        assertThat(texts("select id || ' ' || removed from known_allergy where " + range("id")))
                .containsExactly(id(1) + " false", id(2) + " true");
    }

    @Test
    void appointments_and_care_are_as_appointment_service_says_and_a_lost_cancellation_has_its_effect() {
        Visit cancelled = new Visit(id(1), patient, doctor, "doctor");
        insertKnownAppointment(cancelled, "in_consultation");
        insertKnownPatient(patient);
        insertKnownDoctor(doctor);
        String draft = drafted(cancelled, "Paracetamol");
        insertKnownAppointment(new Visit(id(4), patient, doctor, "doctor"), "scheduled");

        state(
                "appointment",
                "appointments",
                List.of(
                        fact(id(1), id(1), "appointment.cancelled.v1", appointment(id(1), 3, "cancelled")),
                        fact(id(2), id(2), "appointment.booked.v1", appointment(id(2), 0, "scheduled"))));

        assertThat(texts("select id || ' ' || version || ' ' || status from known_appointment where " + range("id")))
                .containsExactly(id(1) + " 3 cancelled", id(2) + " 0 scheduled");
        assertThat(texts("select id::text from care where until > now() and " + range("id")))
                .containsExactly(id(2).toString());
        assertThat(status(draft)).isEqualTo("cancelled");
    }

    @Test
    void walk_ins_and_their_care_are_as_appointment_service_says() {
        execute(
                "insert into known_walk_in values ($1, 5, $2, $3, 'somebody', $4, 'in_consultation')",
                id(1),
                patient,
                doctor,
                id(50));

        state(
                "appointment",
                "queue-entries",
                List.of(fact(id(2), id(2), "queue.entry-moved.v1", queueEntry(id(2), id(50)))));

        assertThat(texts("select queue_entry_id || ' ' || encounter_id from known_walk_in where "
                        + range("queue_entry_id")))
                .containsExactly(id(2) + " " + id(50));
        assertThat(texts("select id || ' ' || basis from care where " + range("id")))
                .containsExactly(id(2) + " queue_entry");
    }

    @Test
    void doctors_and_their_accounts_are_as_appointment_service_says() {
        execute("insert into care_doctor (doctor_id, version, subject) values ($1, 7, 'nobody')", id(1));
        execute("insert into known_doctor (id, version, given_name, family_name) values ($1, 0, 'No', 'Body')", id(2));

        state("appointment", "doctors", facts(List.of(1), "doctor.updated.v1", id -> doctor(id, 2)));

        assertThat(texts("select id || ' ' || version || ' ' || given_name from known_doctor where " + range("id")))
                .containsExactly(id(1) + " 2 Gregory");
        assertThat(texts("select version || ' ' || subject from care_doctor where " + range("doctor_id")))
                .containsExactly("2 somebody");
    }

    @Test
    void emergency_access_is_as_patient_service_says() {
        execute(
                "insert into care (id, version, patient_id, subject, basis, since, until, self_made)"
                        + " values ($1, 0, $2, 'nobody', 'emergency_access', now(), now() + interval '1 hour', false)",
                id(1),
                patient);

        state(
                "patient",
                "emergency-accesses",
                List.of(fact(
                        id(2),
                        patient,
                        "patient.emergency-access-granted.v1",
                        Map.of(
                                "emergencyAccessId",
                                id(2),
                                "version",
                                0,
                                "patientId",
                                patient,
                                "subject",
                                "somebody",
                                "grantedAt",
                                NOON,
                                "expiresAt",
                                NOON.plusSeconds(7200)))));

        assertThat(texts("select id || ' ' || subject from care where " + range("id")))
                .containsExactly(id(2) + " somebody");
    }

    @Test
    void prices_are_as_billing_service_says() {
        execute(
                "insert into known_price (id, told_at, code, kind, amount, currency, valid_from)"
                        + " values ($1, now(), 'M-1', 'medicine', 99, 'INR', '2026-01-01')",
                id(1));

        state("billing", "prices", facts(List.of(1, 2), "price.set.v1", ReconciledProjectionsTest::price));

        assertThat(texts("select id || ' ' || trim_scale(amount) from known_price where " + range("id")))
                .containsExactly(id(1) + " 12.5", id(2) + " 12.5");
    }

    /** States all of a kind that lies in the stretch, and waits for it to have had its effect. */
    /** As a replica reads it that goes on where another one ended before it had acknowledged anything. */
    @Test
    void what_came_behind_a_restatement_is_not_lost_when_both_are_read_again() {
        UUID restatement = UUID.randomUUID();
        UUID recording = UUID.randomUUID();

        for (int reading = 0; reading < 2; reading++) {
            state(restatement, "patient", "allergies", List.of());
            TopicClient.send(
                    "patient.events",
                    patient.toString(),
                    Map.of(
                            "ce_id", recording.toString(),
                            "ce_type", "patient.allergy-recorded.v1",
                            "ce_time", Instant.now().toString()),
                    Json.write(allergy(patient, id(1), "Amoxicillin")));
            settle();

            assertThat(texts("select id || ' ' || removed from known_allergy where " + range("id")))
                    .containsExactly(id(1) + " false");
        }
    }

    private void state(String service, String kind, List<Map<String, Object>> facts) {
        state(UUID.randomUUID(), service, kind, facts);
    }

    private void state(UUID event, String service, String kind, List<Map<String, Object>> facts) {
        TopicClient.send(
                service + ".events",
                Partitions.keyIn(0, 1).toString(),
                Map.of(
                        "ce_id", event.toString(),
                        "ce_type", "restatement." + service + ".v1",
                        "ce_time", Instant.now().toString()),
                Json.write(Map.of(
                        "kind",
                        kind,
                        "after",
                        id(0),
                        "through",
                        id(Long.MAX_VALUE),
                        "partition",
                        0,
                        "partitions",
                        1,
                        "facts",
                        facts)));
        settle();
    }

    private interface Data {
        Map<String, Object> of(UUID id);
    }

    private List<Map<String, Object>> facts(List<Integer> numbers, String type, Data data) {
        return numbers.stream()
                .map(number -> fact(id(number), id(number), type, data.of(id(number))))
                .toList();
    }

    private static Map<String, Object> fact(UUID id, UUID key, String type, Map<String, Object> data) {
        return Map.of("id", id, "key", key, "type", type, "time", NOON, "data", data);
    }

    private static Map<String, Object> patient(UUID id, long version) {
        return Map.of(
                "patientId", id, "version", version, "uhid", "PC-1", "givenName", "Ada", "familyName", "Lovelace");
    }

    private static Map<String, Object> allergy(UUID patient, UUID id, String name) {
        return Map.of(
                "patientId",
                patient,
                "allergyId",
                id,
                "version",
                0,
                "substance",
                Map.of("name", name),
                "criticality",
                "high",
                "recordedAt",
                NOON);
    }

    private Map<String, Object> appointment(UUID id, long version, String status) {
        return Map.of(
                "appointmentId", id,
                "version", version,
                "patientId", patient,
                "doctorId", doctor,
                "doctorSubject", "somebody",
                "doctorName", "Gregory House",
                "startsAt", NOON,
                "status", status);
    }

    private Map<String, Object> queueEntry(UUID id, UUID encounter) {
        Map<String, Object> entry = new HashMap<>(appointment(id, 1, "in_consultation"));
        entry.remove("appointmentId");
        entry.put("queueEntryId", id);
        entry.put("encounterId", encounter);
        entry.put("addedAt", NOON);
        return entry;
    }

    private static Map<String, Object> doctor(UUID id, long version) {
        return Map.of(
                "doctorId", id,
                "version", version,
                "subject", "somebody",
                "givenName", "Gregory",
                "familyName", "House",
                "specialty", "general_practice",
                "licenseNumber", "L-1",
                "timeZone", "Asia/Kolkata");
    }

    private static Map<String, Object> price(UUID id) {
        return Map.of(
                "priceId",
                id,
                "version",
                0,
                "code",
                "M-" + id,
                "name",
                "Paracetamol",
                "kind",
                "medicine",
                "price",
                Map.of("amount", "12.50", "currency", "INR"),
                "validFrom",
                "2026-01-01");
    }

    private UUID id(long number) {
        return new UUID(stretch, number);
    }

    /** Not those of patient and doctor, which other things refer to. */
    private String range(String column) {
        return column + " > '" + id(0) + "' and " + column + " < '" + id(50) + "' order by " + column;
    }

    private List<String> texts(String sql) {
        return rows(sql).stream().map(row -> row.getString(0)).toList();
    }

    /** Waits until everything published before has had its effect. */
    private void settle() {
        UUID last = UUID.randomUUID();
        TopicClient.publish("patient.events", "patient.registered.v1", last, patient(last, 0));
        TopicClient.publish("appointment.events", "doctor.registered.v1", last, doctor(last, 0));
        TopicClient.publish("billing.events", "price.set.v1", last, price(last));
        await().atMost(ARRIVAL_TIMEOUT).until(() -> List.of("known_patient", "known_doctor", "known_price").stream()
                .noneMatch(table ->
                        rows("select 1 from " + table + " where id = $1", last).isEmpty()));
    }
}
