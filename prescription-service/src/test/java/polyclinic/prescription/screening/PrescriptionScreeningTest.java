package polyclinic.prescription.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionScreeningTest extends ServiceTest {
    @Test
    void what_the_patient_takes_by_another_doctor_counts_and_only_the_substance_is_told() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        issued(visit(patient, "doctor2"), "Warfarin 5 mg tablet");
        String id = drafted(visit(patient, "doctor"), "Ibuprofen 400 mg");

        issue(id)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:interaction-conflict"))
                .body("conflicts", hasSize(1))
                .body("conflicts[0].kind", equalTo("interaction"))
                .body("conflicts[0].severity", equalTo("major"))
                .body("conflicts[0].substance", equalTo("warfarin"))
                .body("conflicts[0].otherItemId", nullValue());
        as("doctor")
                .body("{\"overrideReason\":\"INR is watched\"}")
                .post(one(id) + "/issue")
                .then()
                .statusCode(202)
                .body("overrideReason", equalTo("INR is watched"))
                .body("checks.find { it.kind == 'interaction' }.outcome", equalTo("conflict"));
    }

    @Test
    void of_two_prescriptions_that_are_issued_at_the_same_time_the_second_sees_the_first() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        List<String> drafts = List.of(
                drafted(visit(patient, "doctor"), "Warfarin 5 mg tablet"),
                drafted(visit(patient, "doctor"), "Ibuprofen 400 mg"));

        List<Integer> statuses = Concurrently.run(drafts.stream()
                .<Callable<Integer>>map(id -> () -> issue(id).statusCode())
                .toList());

        assertThat(statuses).containsExactlyInAnyOrder(202, 409);
    }

    @Test
    void the_same_medicine_twice_is_duplicate_therapy_until_the_first_has_ended() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        String first = issued(visit(patient, "doctor"), "Ibuprofen 400 mg");
        String second = drafted(visit(patient, "doctor"), "Naproxen 250 mg");

        issue(second).then().statusCode(409).body("type", equalTo("urn:polyclinic:problem:duplicate-therapy"));
        as("doctor")
                .body("{\"reason\":\"changed\"}")
                .post(one(first) + "/cancel")
                .then()
                .statusCode(200);

        issue(second)
                .then()
                .statusCode(202)
                .body("checks.find { it.kind == 'duplicate_therapy' }.outcome", equalTo("passed"));
    }

    @Test
    void ingredients_of_the_formulary_are_what_is_checked() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        issued(visit(patient, "doctor"), "Warfarin 5 mg tablet");
        String medicine = created(as("pharmacist")
                .body("{\"name\":\"Painaway %s\",\"ingredients\":[\"Diclofenac\"]}".formatted(UUID.randomUUID()))
                .post("/api/v1/medications"));
        String id = created(as("doctor")
                .body("""
                        {"appointmentId":"%s","items":[{"medicationId":"%s","dose":"1","route":"oral",\
                        "frequency":"daily","durationDays":3,"quantity":3}]}""".formatted(visit(patient, "doctor").appointment(), medicine))
                .post(PRESCRIPTIONS));

        issue(id).then().statusCode(409).body("type", equalTo("urn:polyclinic:problem:interaction-conflict"));
    }

    @Test
    void a_new_allergy_screens_open_prescriptions_again_and_each_conflict_is_told_once() {
        Visit visit = visit();
        String open = issued(visit, "Amoxicillin 500 mg");
        String other = drafted(visit(visit.patient(), "doctor"), "Amoxicillin 250 mg");
        UUID allergy = UUID.randomUUID();

        for (int version = 1; version <= 3; version++)
            TopicClient.publish(
                    "patient.events",
                    "patient.allergy-" + (version == 1 ? "recorded" : "updated") + ".v1",
                    visit.patient(),
                    Map.of(
                            "patientId", visit.patient().toString(),
                            "allergyId", allergy.toString(),
                            "version", version,
                            "substance", Map.of("name", "Penicillin"),
                            "criticality", "high"));
        TopicClient.publish("patient.events", "patient.registered.v1", visit.patient(), registered(visit.patient()));

        TopicClient.Message told = conflicts(open, 1).get(0);
        assertThat(told.text("patientId")).isEqualTo(visit.patient().toString());
        assertThat(told.json().at("/conflicts/0/kind").asText()).isEqualTo("allergy");
        assertThat(told.json().at("/conflicts/0/severity").asText()).isEqualTo("high");
        assertThat(told.json().toString()).doesNotContain("Penicillin");
        awaitVersion(visit.patient());
        assertThat(rows("select 1 from found_conflict where prescription_id = $1", UUID.fromString(open)))
                .hasSize(1);
        assertThat(rows("select 1 from found_conflict where prescription_id = $1", UUID.fromString(other)))
                .isEmpty();
        assertThat(conflicts(open, 1)).hasSize(1);
    }

    @Test
    void an_allergy_as_it_was_before_its_newest_change_screens_nothing() {
        Visit visit = visit();
        String open = issued(visit, "Amoxicillin 500 mg");
        UUID allergy = UUID.randomUUID();

        for (int version : List.of(5, 4))
            TopicClient.publish(
                    "patient.events",
                    "patient.allergy-updated.v1",
                    visit.patient(),
                    Map.of(
                            "patientId", visit.patient().toString(),
                            "allergyId", allergy.toString(),
                            "version", version,
                            "substance", Map.of("name", version == 5 ? "Latex" : "Penicillin"),
                            "criticality", "high"));
        TopicClient.publish("patient.events", "patient.registered.v1", visit.patient(), registered(visit.patient()));

        awaitVersion(visit.patient());
        assertThat(rows("select 1 from found_conflict where prescription_id = $1", UUID.fromString(open)))
                .isEmpty();
    }

    @Test
    void what_was_dispensed_and_is_still_taken_is_screened_too() {
        Visit visit = visit();
        String id = issued(visit, "Amoxicillin 500 mg");
        execute("update prescription_item set dispensed = quantity where prescription_id = $1", UUID.fromString(id));
        execute("update prescription set status = 'DISPENSED' where id = $1", UUID.fromString(id));

        TopicClient.publish(
                "patient.events",
                "patient.allergy-recorded.v1",
                visit.patient(),
                Map.of(
                        "patientId", visit.patient().toString(),
                        "allergyId", UUID.randomUUID().toString(),
                        "version", 1,
                        "substance", Map.of("name", "Penicillin"),
                        "criticality", "high"));

        assertThat(conflicts(id, 1).get(0).json().at("/conflicts/0/kind").asText())
                .isEqualTo("allergy");
    }

    @Test
    void a_newly_issued_medicine_tells_the_open_prescription_that_it_meets() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        String earlier = issued(visit(patient, "doctor2"), "Warfarin 5 mg tablet");
        String id = drafted(visit(patient, "doctor"), "Ibuprofen 400 mg");

        as("doctor")
                .body("{\"overrideReason\":\"short\"}")
                .post(one(id) + "/issue")
                .then()
                .statusCode(202);
        awaitStatus(id, "issued");

        TopicClient.Message told = conflicts(earlier, 1).get(0);
        assertThat(told.json().at("/conflicts/0/kind").asText()).isEqualTo("interaction");
        assertThat(told.json().at("/conflicts/0/severity").asText()).isEqualTo("major");
        assertThat(rows("select 1 from found_conflict where prescription_id = $1", UUID.fromString(id)))
                .isEmpty();
    }

    private static List<TopicClient.Message> conflicts(String id, int count) {
        return TopicClient.await(
                "prescription.events",
                message -> message.key().equals(id) && message.type().equals("prescription.conflict-found.v1"),
                count);
    }

    private void awaitVersion(UUID patient) {
        await().until(() -> rows("select 1 from known_patient where id = $1 and version = 9", patient)
                        .size()
                == 1);
    }

    private static Map<String, Object> registered(UUID patient) {
        return Map.of("patientId", patient.toString(), "version", 9, "givenName", "Ada", "familyName", "Lovelace");
    }

    private Visit visit(UUID patient, String doctorUser) {
        Visit visit = new Visit(UUID.randomUUID(), patient, UUID.randomUUID(), doctorUser);
        insertKnownAppointment(visit, "in_consultation");
        insertKnownDoctor(visit.doctor());
        return visit;
    }

    private static String issued(Visit visit, String medication) {
        String id = drafted(visit, medication);
        as(visit.doctorUser()).body("{}").post(one(id) + "/issue").then().statusCode(202);
        awaitStatusFor(visit.doctorUser(), id);
        return id;
    }

    private static void awaitStatusFor(String user, String id) {
        await().until(() -> as(user).get(one(id)).path("status").equals("issued"));
    }
}
