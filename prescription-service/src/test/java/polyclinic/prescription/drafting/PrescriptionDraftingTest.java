package polyclinic.prescription.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionDraftingTest extends ServiceTest {
    @Test
    void an_item_may_name_a_medicine_of_the_formulary_and_its_quantity_keeps_every_digit() {
        Visit visit = visit();
        String medicine = medicine("Warfarin " + UUID.randomUUID());

        Response answer =
                as("doctor").body("""
                        {"appointmentId":"%s","items":[{"medicationId":"%s","dose":"half a tablet","route":"oral",\
                        "frequency":"daily","durationDays":30,"quantity":7.50,"unit":"tablet","refills":2}]}""".formatted(visit.appointment(), medicine)).post(PRESCRIPTIONS);

        answer.then()
                .statusCode(201)
                .body("items[0].medicationId", equalTo(medicine))
                .body("items[0].medication.name", startsWith("Warfarin "))
                .body("items[0].medication.name", endsWith(" 2.5 mg tablet"))
                .body("items[0].medication.code", equalTo("B01AA03"))
                .body("items[0].unit", equalTo("tablet"))
                .body("items[0].refillsLeft", equalTo(2));
        assertThat(answer.asString()).contains("\"quantity\":7.50,").contains("\"remaining\":7.50");
        assertThat(as("doctor").get(one(answer.path("id"))).asString()).contains("\"quantity\":7.50,");
    }

    @Test
    void an_item_must_name_a_medicine_that_is_prescribed_and_the_same_in_words() {
        Visit visit = visit();
        String inactive = medicine("Old " + UUID.randomUUID());
        as("pharmacist")
                .header("If-Match", "\"0\"")
                .body("{\"status\":\"inactive\"}")
                .patch("/api/v1/medications/" + inactive)
                .then()
                .statusCode(200);

        assertRefused(visit, "\"medicationId\":\"" + UUID.randomUUID() + "\"", "unknown-medication");
        assertRefused(visit, "\"medicationId\":\"" + inactive + "\"", "inactive-medication");
        assertRefused(
                visit,
                "\"medicationId\":\"" + medicine("Warfarin " + UUID.randomUUID())
                        + "\",\"medication\":{\"name\":\"Aspirin\"}",
                "medication-mismatch");
        assertRefused(visit, "\"unit\":\"tablet\"", "invalid-input");
    }

    private static void assertRefused(Visit visit, String fields, String slug) {
        as("doctor")
                .body("""
                        {"appointmentId":"%s","items":[{%s,"dose":"1","route":"oral","frequency":"daily",\
                        "durationDays":30,"quantity":30}]}""".formatted(visit.appointment(), fields))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:" + slug));
    }

    private static String medicine(String name) {
        return created(as("pharmacist").body("""
                        {"name":"%s","form":"tablet","strength":"2.5 mg","ingredients":["warfarin"],\
                        "codes":[{"system":"http://www.whocc.no/atc","code":"B01AA03"}]}""".formatted(name)).post("/api/v1/medications"));
    }

    @Test
    void a_doctor_drafts_a_prescription_for_their_appointment() {
        Visit visit = visit();

        Response drafted = draft(visit, "Paracetamol");

        String id = drafted.path("id");
        drafted.then()
                .statusCode(201)
                .header("Location", endsWith(one(id)))
                .body("status", equalTo("draft"))
                .body("appointmentId", equalTo(visit.appointment().toString()))
                .body("patientId", equalTo(visit.patient().toString()))
                .body("doctorId", equalTo(visit.doctor().toString()))
                .body("items[0].medication.name", equalTo("Paracetamol"))
                .body("items[0].refills", equalTo(1))
                .body("documentAssetId", nullValue());
        as("doctor").get(one(id)).then().statusCode(200).header("ETag", drafted.header("ETag"));
        assertThat(rows("select 1 from prescription_item where prescription_id = $1", UUID.fromString(id)))
                .hasSize(1);
        assertPublished(id, "drafted");
        assertThat(audited(id, 1)).containsExactly("create");
    }

    @Test
    void an_appointment_has_one_prescription_until_that_is_cancelled() {
        Visit visit = visit();
        String first = drafted(visit, "Paracetamol");

        draft(visit, "Ibuprofen").then().statusCode(409).body("type", endsWith("prescription-exists"));

        as("doctor")
                .body("{\"reason\":\"a mistake\"}")
                .post(one(first) + "/cancel")
                .then()
                .statusCode(200);
        assertThat(drafted(visit, "Ibuprofen")).isNotEqualTo(first);
    }

    @Test
    void twenty_concurrent_requests_create_one_prescription() {
        Visit visit = visit();

        List<Integer> statuses =
                Concurrently.run(20, () -> draft(visit, "Paracetamol").statusCode());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(19);
        assertThat(rows("select 1 from prescription where appointment_id = $1", visit.appointment()))
                .hasSize(1);
    }

    @Test
    void twenty_concurrent_requests_with_one_key_take_effect_once_and_all_answers_agree() {
        Visit visit = visit();
        String key = UUID.randomUUID().toString();

        List<String> ids = Concurrently.run(20, () -> as("doctor")
                .header("Idempotency-Key", key)
                .body(body(visit.appointment(), "Paracetamol"))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id"));

        assertThat(ids).hasSize(20).containsOnly(ids.get(0));
        assertPublished(ids.get(0), "drafted");
        as("doctor")
                .header("Idempotency-Key", key)
                .body(body(visit.appointment(), "Ibuprofen"))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(422)
                .body("type", endsWith("idempotency-key-reused"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "cancelled", "no_show"})
    void a_prescription_in_an_appointment_that_is_not_open_is_refused(String status) {
        draft(visit("doctor", status), "Paracetamol")
                .then()
                .statusCode(422)
                .body("type", endsWith("appointment-not-open"));
    }

    @Test
    void a_prescription_in_another_doctors_appointment_is_refused() {
        Visit visit = visit("doctor2", "in_consultation");

        as("doctor")
                .body(body(visit.appointment(), "Paracetamol"))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(422)
                .body("type", endsWith("unknown-appointment"));
    }

    @Test
    void an_appointment_whose_event_has_not_arrived_is_fetched_with_the_doctors_token() {
        UUID appointment = UUID.randomUUID();
        String path = "/api/v1/appointments/" + appointment;
        StubServices.answer(path, appointment(appointment, 3, "in_consultation"));

        as("doctor")
                .body(body(appointment, "Paracetamol"))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(201);

        assertThat(StubServices.requests(path)).isNotEmpty().allMatch(asked -> Tokens.subject("doctor")
                .equals(asked.subject()));
        assertThat(rows("select version from known_appointment where id = $1", appointment)
                        .get(0)
                        .getLong("version"))
                .isEqualTo(3);
    }

    @Test
    void an_appointment_that_looks_over_is_fetched_again_before_it_is_refused() {
        Visit visit = visit("doctor", "completed");
        StubServices.answer(
                "/api/v1/appointments/" + visit.appointment(), appointment(visit.appointment(), 9, "in_consultation"));

        draft(visit, "Paracetamol").then().statusCode(201);
    }

    @Test
    void an_unknown_appointment_is_refused() {
        as("doctor")
                .body(body(UUID.randomUUID(), "Paracetamol"))
                .post(PRESCRIPTIONS)
                .then()
                .statusCode(422)
                .body("type", endsWith("unknown-appointment"));
    }

    @Test
    void a_draft_is_changed_by_a_merge_patch_of_the_version_that_was_read() {
        String id = drafted(visit(), "Paracetamol");
        String etag = as("doctor").get(one(id)).header("ETag");

        as("doctor").body("{\"notes\":\"x\"}").patch(one(id)).then().statusCode(428);
        Response changed = as("doctor")
                .header("If-Match", etag)
                .body("{\"notes\":null,\"items\":[{\"medication\":{\"name\":\"Ibuprofen\"},\"dose\":\"400 mg\","
                        + "\"route\":\"oral\",\"frequency\":\"daily\",\"durationDays\":3,\"quantity\":3}]}")
                .patch(one(id));
        changed.then()
                .statusCode(200)
                .body("items.medication.name", contains("Ibuprofen"))
                .body("items[0].refills", equalTo(0))
                .body("notes", nullValue());
        as("doctor")
                .header("If-Match", etag)
                .body("{\"notes\":\"x\"}")
                .patch(one(id))
                .then()
                .statusCode(412);
        as("doctor")
                .header("If-Match", changed.header("ETag"))
                .body("{\"appointmentId\":\"" + UUID.randomUUID() + "\"}")
                .patch(one(id))
                .then()
                .statusCode(422);

        as("doctor").get(one(id)).then().body("items.medication.name", contains("Ibuprofen"));
        assertThat(rows("select 1 from prescription_item where prescription_id = $1", UUID.fromString(id)))
                .hasSize(1);
        assertPublished(id, "drafted", "updated");
        assertThat(audited(id, 2)).containsExactly("create", "update");
    }

    @Test
    void a_patch_that_changes_nothing_publishes_nothing() {
        String id = drafted(visit(), "Paracetamol");
        String etag = as("doctor").get(one(id)).header("ETag");

        as("doctor")
                .header("If-Match", etag)
                .body("{\"notes\":\"Drink plenty.\"}")
                .patch(one(id))
                .then()
                .statusCode(200)
                .header("ETag", etag);
    }

    @Test
    void a_cancelled_prescription_is_kept_with_the_reason() {
        String id = drafted(visit(), "Paracetamol");

        as("doctor")
                .body("{\"reason\":\"wrong patient\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("cancellationReason", equalTo("wrong patient"));
        as("doctor")
                .body("{\"reason\":\"again\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(409)
                .body("type", endsWith("invalid-transition"));

        assertPublished(id, "drafted", "cancelled");
        assertThat(audited(id, 2)).containsExactly("create", "cancel");
    }

    @Test
    void a_draft_is_seen_by_its_doctor_nurses_and_administrators_and_no_operation_tells_others_of_it() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        String item = as("doctor").get(one(id)).path("items[0].id");

        for (String user : List.of("doctor", "nurse", "admin"))
            as(user).get(one(id)).then().statusCode(200);
        for (String user :
                List.of("doctor2", "patient", "pharmacist", "receptionist", "lab_technician", "cashier", "auditor"))
            assertHidden(user, id, () -> as(user), item);
        assertHidden("the patient", id, () -> asPatient(visit.patient()), item);
        assertProblem(as("admin").body(dispenseOf(item)).post(one(id) + "/dispense"), 409, "invalid-transition");
        TopicClient.await(
                "audit.entries",
                message -> message.text("entityId").equals(id)
                        && message.text("outcome").equals("denied")
                        && message.text("patientId").equals(visit.patient().toString()),
                1);
        as("doctor")
                .header("If-None-Match", as("doctor").get(one(id)).header("ETag"))
                .get(one(id))
                .then()
                .statusCode(304);
    }

    @Test
    void what_is_prescribed_has_no_more_digits_than_what_can_be_dispensed() {
        Visit visit = visit();

        for (String quantity : List.of("0.00001", "1.23456", "0.000001"))
            assertProblem(
                    as("doctor")
                            .body(body(visit.appointment(), "Paracetamol")
                                    .replace("\"quantity\":21", "\"quantity\":" + quantity))
                            .post(PRESCRIPTIONS),
                    422,
                    "invalid-input");
        created(as("doctor")
                .body(body(visit.appointment(), "Paracetamol").replace("\"quantity\":21", "\"quantity\":0.0001"))
                .post(PRESCRIPTIONS));
    }

    /** Whatever is asked of it, the answer is that of one that there is not, or that the role may not ask. */
    private static void assertHidden(String user, String id, Supplier<RequestSpecification> as, String item) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        answers.put("get", as.get().get(one(id)).statusCode());
        answers.put("document", as.get().get(one(id) + "/document").statusCode());
        answers.put("dispenses", as.get().get(one(id) + "/dispenses").statusCode());
        answers.put(
                "dispense",
                as.get().body(dispenseOf(item)).post(one(id) + "/dispense").statusCode());
        answers.put("issue", as.get().body("{}").post(one(id) + "/issue").statusCode());
        answers.put("refill", as.get().body("{}").post(one(id) + "/refill").statusCode());
        answers.put(
                "cancel",
                as.get().body("{\"reason\":\"x\"}").post(one(id) + "/cancel").statusCode());
        answers.put(
                "patch",
                as.get()
                        .header("If-Match", "\"0\"")
                        .body("{\"notes\":\"x\"}")
                        .patch(one(id))
                        .statusCode());
        assertThat(answers).as(user).allSatisfy((operation, status) -> assertThat(status)
                .as(operation)
                .isIn(403, 404));
        assertThat(as.get().get(PRESCRIPTIONS).asString()).as(user).doesNotContain(id);
    }

    private static String dispenseOf(String item) {
        return "{\"items\":[{\"itemId\":\"%s\",\"quantity\":1}]}".formatted(item);
    }

    @Test
    void another_doctor_of_the_patient_sees_it_but_does_not_change_it() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        insertKnownAppointment(
                new Visit(UUID.randomUUID(), visit.patient(), UUID.randomUUID(), "doctor2"), "scheduled");

        as("doctor2").get(one(id)).then().statusCode(200);
        as("doctor2")
                .body("{\"reason\":\"x\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(403);
        as("doctor2").body("{}").post(one(id) + "/issue").then().statusCode(403);
        as("doctor2")
                .header("If-Match", "\"0\"")
                .body("{\"notes\":\"x\"}")
                .patch(one(id))
                .then()
                .statusCode(403);
    }

    @Test
    void care_whose_event_has_not_arrived_is_asked_for() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        UUID other = UUID.randomUUID();
        Map<String, Object> fromOwner = new HashMap<>(appointment(other, 1, "scheduled"));
        fromOwner.put("patientId", visit.patient().toString());
        fromOwner.put("doctorSubject", Tokens.subject("doctor2"));
        fromOwner.put("doctorId", StubServices.doctor("doctor2").toString());
        StubServices.answer("/api/v1/appointments", Map.of("items", List.of(fromOwner)));

        as("doctor2").get(one(id)).then().statusCode(200);
    }

    @Test
    void lists_are_paged_filtered_and_hold_only_what_the_caller_may_see() {
        UUID patient = UUID.randomUUID();
        insertKnownPatient(patient);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Visit visit = new Visit(UUID.randomUUID(), patient, UUID.randomUUID(), "doctor");
            insertKnownAppointment(visit, "in_consultation");
            ids.add(0, drafted(visit, "Paracetamol"));
        }
        as("doctor").body("{\"reason\":\"x\"}").post(one(ids.get(1)) + "/cancel");

        Response first = as("nurse")
                .queryParam("patientId", patient)
                .queryParam("limit", 2)
                .get(PRESCRIPTIONS);
        first.then().statusCode(200).body("items.id", contains(ids.get(0), ids.get(1)));
        assertThat(first.header("Link")).contains("rel=\"next\"");
        as("nurse")
                .queryParam("patientId", patient)
                .queryParam("limit", 2)
                .queryParam("after", first.<String>path("next"))
                .get(PRESCRIPTIONS)
                .then()
                .body("items.id", contains(ids.get(2)))
                .body("next", nullValue());
        as("doctor")
                .queryParam("patientId", patient)
                .queryParam("status", "cancelled")
                .get(PRESCRIPTIONS)
                .then()
                .body("items.id", contains(ids.get(1)));
        as("doctor2").queryParam("patientId", patient).get(PRESCRIPTIONS).then().body("items", hasSize(0));
        asPatient(patient).get(PRESCRIPTIONS).then().body("items", hasSize(0));
        as("nurse").queryParam("status", "nonsense").get(PRESCRIPTIONS).then().statusCode(422);
        as("nurse").queryParam("after", "nonsense").get(PRESCRIPTIONS).then().statusCode(422);
    }

    private static Map<String, Object> appointment(UUID id, long version, String status) {
        return Map.of(
                "id",
                id.toString(),
                "version",
                version,
                "patientId",
                UUID.randomUUID().toString(),
                "doctorId",
                UUID.randomUUID().toString(),
                "doctorSubject",
                Tokens.subject("doctor"),
                "doctorName",
                "Gregory House",
                "start",
                Instant.now().toString(),
                "status",
                status);
    }
}
