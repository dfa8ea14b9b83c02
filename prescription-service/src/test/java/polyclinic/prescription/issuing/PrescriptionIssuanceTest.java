package polyclinic.prescription.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.papers.SignedPdf;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.StubAssets;

@QuarkusTest
class PrescriptionIssuanceTest extends ServiceTest {
    @Test
    void an_issued_prescription_has_a_signed_document() throws Exception {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol 500 mg");

        issue(id).then().statusCode(202).header("Location", endsWith(one(id))).body("status", equalTo("issuing"));
        awaitStatus(id, "issued");

        Response issued = as("doctor").get(one(id));
        List<StubAssets.Asset> stored = StubAssets.of(id);
        assertThat(stored).hasSize(1);
        issued.then().body("documentAssetId", equalTo(stored.get(0).id().toString()));
        assertThat(stored.get(0).metadata().toString())
                .contains(
                        "prescription_file",
                        visit.patient().toString(),
                        visit.appointment().toString());
        byte[] pdf = as("doctor")
                .get(one(id) + "/document")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        assertThat(pdf).isEqualTo(stored.get(0).content());
        assertThat(SignedPdf.read(pdf).isValid()).isTrue();
        assertThat(new PDFTextStripper().getText(Loader.loadPDF(pdf)))
                .contains("Ada Lovelace", "Dr. Gregory House", "Licence L-1", "Paracetamol 500 mg", "Polyclinic", id);
        assertPublished(id, "drafted", "issuing", "issued");
        assertThat(audited(id, 3)).containsExactly("create", "issue", "issued");
        var last = TopicClient.await(
                        "prescription.events", message -> message.key().equals(id), 3)
                .get(2)
                .json();
        assertThat(last.path("documentAssetId").asText())
                .isEqualTo(stored.get(0).id().toString());
        assertThat(last.path("status").asText()).isEqualTo("issued");
    }

    @Test
    void the_document_is_shown_to_everyone_who_may_see_the_prescription() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        String document = one(id) + "/document";
        as("doctor").get(document).then().statusCode(404);
        issue(id);
        awaitStatus(id, "issued");

        String patient = Tokens.patient("patient", visit.patient());
        Response shown = withToken(patient).get(document);
        shown.then().statusCode(200).header("Content-Disposition", containsString(id));
        withToken(patient)
                .header("If-None-Match", shown.header("ETag"))
                .get(document)
                .then()
                .statusCode(304);
        StubAssets.readBy();
        withToken(patient)
                .head(document)
                .then()
                .statusCode(200)
                .header("ETag", shown.header("ETag"))
                .header("Content-Length", String.valueOf(shown.asByteArray().length));
        assertThat(StubAssets.readBy()).containsExactly("HEAD");
        withToken(patient).get(one(id)).then().statusCode(200).body("status", equalTo("issued"));
        withToken(patient).get(PRESCRIPTIONS).then().body("items.id", hasItem(id));
        as("pharmacist").get(document).then().statusCode(200);
        as("patient").get(document).then().statusCode(404);
        as("doctor2").get(document).then().statusCode(404);
        TopicClient.await(
                "audit.entries",
                message -> message.json().path("entityType").asText().equals("prescription_document")
                        && message.json().path("entityId").asText().equals(id)
                        && message.json().path("actor").path("name").asText().equals("pharmacist"));
        StubAssets.behaveAs(StubAssets.Behaviour.DOWN);
        as("pharmacist").get(document).then().statusCode(503).contentType("application/problem+json");
        StubAssets.behaveAs(StubAssets.Behaviour.BROKEN);
        as("pharmacist").get(document).then().statusCode(503).contentType("application/problem+json");
    }

    @Test
    void an_allergy_stops_issuing_unless_the_doctor_gives_a_reason() {
        Visit visit = visit();
        insertKnownAllergy(visit.patient(), "Penicillin");
        String id = drafted(visit, "Amoxicillin 500 mg");

        issue(id)
                .then()
                .statusCode(409)
                .body("type", endsWith("allergy-conflict"))
                .body("conflicts", hasSize(1))
                .body("conflicts[0].substance", equalTo("Penicillin"))
                .body("conflicts[0].criticality", equalTo("high"))
                .body("conflicts[0].basis", equalTo("class"));
        assertThat(status(id)).isEqualTo("draft");

        as("doctor")
                .body("{\"overrideReason\":\"tolerated in 2024\"}")
                .post(one(id) + "/issue")
                .then()
                .statusCode(202)
                .body("overrideReason", equalTo("tolerated in 2024"))
                .body("checks[0].outcome", equalTo("conflict"));
        awaitStatus(id, "issued");
        var entry = TopicClient.await(
                "audit.entries",
                message -> message.json().path("entityId").asText().equals(id)
                        && message.json().path("action").asText().equals("issue"));
        assertThat(entry.json().path("reason").asText()).isEqualTo("tolerated in 2024");
    }

    @Test
    void an_allergy_recorded_a_moment_ago_counts_before_its_event_has_arrived() {
        Visit visit = visit();
        StubServices.answer(
                "/api/v1/patients/" + visit.patient() + "/allergies",
                Map.of(
                        "items",
                        List.of(
                                Map.of(
                                        "id",
                                        UUID.randomUUID().toString(),
                                        "substance",
                                        Map.of("name", "Penicillin"),
                                        "criticality",
                                        "high",
                                        "status",
                                        "active"),
                                Map.of(
                                        "id",
                                        UUID.randomUUID().toString(),
                                        "substance",
                                        Map.of("name", "Paracetamol"),
                                        "criticality",
                                        "high",
                                        "status",
                                        "entered_in_error"))));

        issue(drafted(visit, "Phenoxymethylpenicillin")).then().statusCode(409).body("conflicts", hasSize(1));
    }

    /** As a field, as a code and in words; withdrawn it is no statement any more, and of food or with an exception it is none. */
    @ParameterizedTest
    @CsvSource({
        "'\"noKnownAllergies\":true', passed, no_known_allergies",
        "'\"substance\":{\"system\":\"http://snomed.info/sct\",\"code\":\"716186003\",\"name\":\"-\"}', passed, no_known_allergies",
        "'\"substance\":{\"name\":\"No known drug allergies.\"}', passed, no_known_allergies",
        "'\"noKnownAllergies\":true,\"status\":\"entered_in_error\"', unchecked, no_allergies_recorded",
        "'\"noKnownAllergies\":false,\"substance\":{\"name\":\"Latex\"}', passed, no_match",
        "'\"substance\":{\"name\":\"No known food allergies\"}', unchecked, substance_not_in_vocabulary",
        "'\"substance\":{\"name\":\"No known allergies except paracetamol\"}', conflict, match",
    })
    void that_no_allergies_are_known_passes_where_somebody_stated_it(String recorded, String outcome, String reason)
            throws IOException {
        Visit visit = visit();
        StubServices.answer(
                "/api/v1/patients/" + visit.patient() + "/allergies",
                Json.MAPPER.readTree("{\"items\":[{\"id\":\"%s\",%s}]}".formatted(UUID.randomUUID(), recorded)));
        String id = drafted(visit, "Paracetamol");

        as("doctor")
                .body("{\"overrideReason\":\"tolerated\"}")
                .post(one(id) + "/issue")
                .then()
                .statusCode(202)
                .body("checks.find { it.kind == 'allergy' }.outcome", equalTo(outcome))
                .body("checks.find { it.kind == 'allergy' }.reason", equalTo(reason));
    }

    @Test
    void a_medication_that_could_not_be_checked_is_recorded_as_unchecked() {
        Visit unknownMedication = visit();
        insertKnownAllergy(unknownMedication.patient(), "Penicillin");
        issue(drafted(unknownMedication, "Foobarzole"))
                .then()
                .statusCode(202)
                .body("checks[0].outcome", equalTo("unchecked"))
                .body("checks[0].reason", equalTo("medication_not_in_vocabulary"))
                .body("checks[1].kind", equalTo("interaction"))
                .body("checks[1].outcome", equalTo("unchecked"));
    }

    @Test
    void an_unknown_patient_is_unchecked_and_the_prescription_returns_to_draft() {
        Visit visit = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
        insertKnownAppointment(visit, "in_consultation");
        String id = drafted(visit, "Paracetamol");

        issue(id)
                .then()
                .statusCode(202)
                .body("checks[0].outcome", equalTo("unchecked"))
                .body("checks[0].reason", equalTo("allergies_unavailable"));

        expireAttempt(id);
        awaitStatus(id, "draft");
        as("doctor").get(one(id)).then().body("returnedReason", containsString("could not be made"));
        assertPublished(id, "drafted", "issuing", "returned-to-draft");
    }

    @Test
    void a_patient_and_doctor_whose_events_have_not_arrived_are_fetched() throws Exception {
        Visit visit = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
        insertKnownAppointment(visit, "in_consultation");
        StubServices.answer(
                "/api/v1/patients/" + visit.patient(),
                Map.of(
                        "id",
                        visit.patient().toString(),
                        "version",
                        1,
                        "givenName",
                        "Grace",
                        "familyName",
                        "Hopper",
                        "birthDate",
                        "1906-12-09",
                        "birthDateEstimated",
                        true));
        StubServices.answer("/api/v1/patients/" + visit.patient() + "/allergies", Map.of("items", List.of()));
        String id = drafted(visit, "Paracetamol");

        issue(id)
                .then()
                .statusCode(202)
                .body("checks[0].outcome", equalTo("unchecked"))
                .body("checks[0].reason", equalTo("no_allergies_recorded"));

        awaitStatus(id, "issued");
        byte[] pdf = as("doctor").get(one(id) + "/document").asByteArray();
        assertThat(new PDFTextStripper().getText(Loader.loadPDF(pdf))).contains("Grace Hopper", "Born about 1906");
    }

    @Test
    void the_same_key_twenty_times_issues_once() {
        String id = drafted(visit(), "Paracetamol");
        String key = UUID.randomUUID().toString();

        List<Integer> statuses = Concurrently.run(20, () -> as("doctor")
                .header("Idempotency-Key", key)
                .body("{}")
                .post(one(id) + "/issue")
                .statusCode());

        assertThat(statuses).hasSize(20).containsOnly(202);
        awaitStatus(id, "issued");

        assertThat(StubAssets.of(id)).hasSize(1);
        assertThat(rows("select 1 from issuing where prescription_id = $1", UUID.fromString(id)))
                .hasSize(1);
        assertPublished(id, "drafted", "issuing", "issued");
    }

    @Test
    void a_prescription_cannot_be_changed_during_issuing_and_can_be_cancelled_afterwards() {
        String id = drafted(visit(), "Paracetamol");
        StubAssets.behaveAs(StubAssets.Behaviour.DOWN);
        String etag = issue(id).header("ETag");

        issue(id).then().statusCode(409).body("type", endsWith("invalid-transition"));
        as("doctor")
                .body("{\"reason\":\"x\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(409)
                .body("type", endsWith("invalid-transition"));
        as("doctor")
                .header("If-Match", etag)
                .body("{\"notes\":\"x\"}")
                .patch(one(id))
                .then()
                .statusCode(409);
        StubAssets.behaveAs(StubAssets.Behaviour.WELL);
        awaitStatus(id, "issued");
        as("doctor").body("{\"reason\":\"x\"}").post(one(id) + "/cancel").then().statusCode(200);

        as("doctor").get(one(id)).then().body("status", equalTo("cancelled")).body("returnedReason", nullValue());
        assertPublished(id, "drafted", "issuing", "issued", "cancelled");
    }

    @Test
    void a_draft_of_an_appointment_that_did_not_take_place_is_not_issued() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        execute("update known_appointment set status = 'no_show' where id = $1", visit.appointment());

        issue(id).then().statusCode(422).body("type", endsWith("appointment-not-open"));
    }

    /** A restatement takes back what the owner has answered and its event has not told yet. */
    @Test
    void an_appointment_that_is_not_known_any_more_is_asked_for_again() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        execute("delete from known_appointment where id = $1", visit.appointment());
        StubServices.answer(
                "/api/v1/appointments/" + visit.appointment(),
                Map.of(
                        "id",
                        visit.appointment().toString(),
                        "version",
                        1,
                        "patientId",
                        visit.patient().toString(),
                        "doctorId",
                        visit.doctor().toString(),
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "doctorName",
                        "Gregory House",
                        "start",
                        Instant.now().toString(),
                        "status",
                        "in_consultation"));

        issue(id).then().statusCode(202);
        awaitStatus(id, "issued");
    }

    @Test
    void no_step_begins_while_writes_are_held_and_issuing_goes_on_afterwards() {
        String id = drafted(visit(), "Paracetamol");
        HoldContract.hold("15s");
        int underWay;
        String held;
        try {
            issue(id).then().statusCode(202);
            await().until(() -> HoldContract.state().path("underWay").asInt() == 0);
            underWay = HoldContract.state().path("pending").path("issuing").asInt();
            held = status(id);
        } finally {
            HoldContract.release();
        }
        awaitStatus(id, "issued");

        assertThat(underWay).isZero();
        assertThat(held).isEqualTo("issuing");
    }
}
