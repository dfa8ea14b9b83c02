package polyclinic.notes.proposals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.ProposalFixtures.document;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.testing.NotesServiceTest;

/** What rules find in documents, proposed as history. */
@QuarkusTest
class DocumentProposalsTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/ai-proposals";
    private static final String REPORT = """
            Laboratory report
            Haemoglobin 13.20 g/dL 12.0-16.0
            Leucocytes 6,500 /cumm 4,000-11,000
            """;

    private final UUID patient = patientInCare();

    private static Response propose(String user, UUID document, String type, String more) {
        return as(user).body("{\"documentId\":\"" + document + "\",\"type\":\"" + type + "\"" + more + "}")
                .post(PATH);
    }

    private static Response propose(UUID document, String type) {
        return propose("doctor", document, type, ",\"date\":\"2020-02-03\"");
    }

    private static Response history(String id) {
        return await().until(() -> as("nurse").get("/api/v1/history/" + id), entry -> entry.statusCode() == 200);
    }

    @Inject
    MeterRegistry metrics;

    private double digitized() {
        return metrics.counter("polyclinic.process.finished", "process", "digitizing", "outcome", "digitized")
                .count();
    }

    @Test
    void results_in_a_document_become_history_when_a_person_accepts_them_and_lead_back_to_its_lines() {
        UUID document = document(patient, "A letter", REPORT);

        Response proposed = propose(document, "lab_result");

        proposed.then()
                .statusCode(201)
                .body("status", equalTo("open"))
                .body("type", equalTo("lab_result"))
                .body("documentId", equalTo(document.toString()))
                .body("date", equalTo("2020-02-03"))
                .body(
                        "statements.text",
                        contains("Haemoglobin 13.20 g/dL 12.0-16.0", "Leucocytes 6,500 /cumm 4,000-11,000"))
                .body("statements[0].finding.page", equalTo(2))
                .body("statements[0].finding.result.code", equalTo("g/dL"))
                .body("statements[0].citations[0].type", equalTo("asset"))
                .body("statements[0].citations[0].id", equalTo(document.toString()))
                .body("statements.finding.doubt", contains(null, "number_ambiguous"));
        assertThat(proposed.asString()).contains("13.20");
        String id = proposed.path("id");
        int start = proposed.path("statements[0].finding.start");
        int end = proposed.path("statements[0].finding.end");
        assertThat(REPORT.substring(start, end)).isEqualTo(proposed.<String>path("statements[0].text"));
        assertThat(TopicClient.auditEntry("create", id).text("patientId")).isEqualTo(patient.toString());

        Response accepted = as("doctor").post(PATH + "/" + id + "/accept");

        accepted.then().statusCode(200).body("status", equalTo("accepted"));
        Response entry = history(accepted.path("historyId"));
        entry.then()
                .body("type", equalTo("lab_result"))
                .body("source", equalTo("digitizer"))
                .body("date", equalTo("2020-02-03"))
                .body("documentId", equalTo(document.toString()))
                .body("content.results", hasSize(1))
                .body("content.results[0].name", equalTo("Haemoglobin"))
                .body("content.results[0].source.page", equalTo(2))
                .body("content.results[0].source.start", equalTo(start))
                .body("provenance.source", equalTo("urn:polyclinic:document"))
                .body("provenance.externalId", equalTo(document + "#lab_result"))
                .body("provenance.author", equalTo("rules, accepted by doctor"));
        assertThat(entry.asString()).contains("13.20").doesNotContain("6,500");
    }

    @Test
    void prescriptions_are_proposed_beside_results_and_what_is_rejected_becomes_nothing() {
        UUID document = document(patient, REPORT + "Tab. Metformin 500 mg 1-0-1 x 30 days\n");
        String id = propose(document, "prescription")
                .then()
                .statusCode(201)
                .body("statements.finding.medication.name", contains("Metformin"))
                .body("statements.finding.medication.dosage", contains("1-0-1"))
                .extract()
                .path("id");
        propose(document, "lab_result").then().statusCode(201).body("statements", hasSize(2));

        as("doctor").post(PATH + "/" + id + "/reject").then().statusCode(200).body("historyId", nullValue());

        assertProblem(as("doctor").post(PATH + "/" + id + "/accept"), 409, "proposal-not-open");
        as("doctor")
                .get("/api/v1/history?type=prescription&patientId=" + patient)
                .then()
                .body("items", empty());
    }

    @Test
    void of_many_who_ask_for_the_same_one_is_answered_with_it_and_the_others_with_where_it_is() {
        UUID document = document(patient, REPORT);

        List<Integer> statuses =
                Concurrently.run(4, () -> propose(document, "lab_result").statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
        Response again = propose(document, "lab_result");
        assertProblem(again, 409, "already-proposed");
        as("doctor").get(PATH + "/" + again.path("proposalId")).then().statusCode(200);
        as("doctor").get(PATH + "?patientId=" + patient).then().body("items", hasSize(1));
    }

    @Test
    void lines_about_which_there_is_doubt_become_no_history_and_nothing_found_is_said() {
        String doubtful = created(propose(document(patient, "Leucocytes 6,500 /cumm 4,000-11,000"), "lab_result"));
        assertProblem(as("doctor").post(PATH + "/" + doubtful + "/accept"), 409, "unsupported");

        propose(document(patient, "A letter"), "lab_result")
                .then()
                .statusCode(201)
                .body("status", equalTo("failed"))
                .body("failure", equalTo("nothing_found"));
        propose(document(patient, "Sodium 140 mmol/L 135-145\n".repeat(301)), "lab_result")
                .then()
                .statusCode(201)
                .body("failure", equalTo("too_much_found"))
                .body("statements", empty());
    }

    @Test
    void the_day_is_that_of_the_document_and_nobody_guesses_it() {
        UUID undated = document(patient, REPORT);
        UUID dated = document(patient, REPORT);
        StubServices.answer(
                "/api/v1/assets/" + dated + "/text",
                Map.of(
                        "assetId",
                        dated,
                        "patientId",
                        patient,
                        "language",
                        "en",
                        "documentDate",
                        "2019-12-31T20:00:00Z",
                        "texts",
                        List.of(Map.of("text", REPORT))));

        Response refused = propose("doctor", undated, "lab_result", "");
        assertProblem(refused, 422, "invalid-input");
        assertThat(refused.<String>path("violations[0].field")).isEqualTo("date");
        propose("doctor", dated, "lab_result", "").then().statusCode(201).body("date", equalTo("2020-01-01"));
        assertProblem(propose("doctor", undated, "lab_result", ",\"date\":\"2999-01-01\""), 422, "invalid-input");
        assertProblem(propose(undated, "visit"), 422, "invalid-input");
    }

    @Test
    void what_was_proposed_of_a_document_goes_with_it_and_what_was_accepted_stays() {
        UUID document = document(patient, REPORT + "Tab. Metformin 500 mg 1-0-1 x 30 days\n");
        String open = created(propose(document, "lab_result"));
        String accepted = created(propose(document, "prescription"));
        String entry = as("doctor").post(PATH + "/" + accepted + "/accept").path("historyId");
        history(entry);

        TopicClient.publish(
                "asset.events",
                "asset.deleted.v1",
                document,
                Map.of("assetId", document, "patientId", patient, "occurredAt", "2024-03-03T00:00:00Z"));

        await().until(() -> as("doctor").get(PATH + "/" + open), left -> "withdrawn".equals(left.path("status")))
                .then()
                .header("ETag", "\"2\"")
                .body("statements", empty());
        assertProblem(as("doctor").post(PATH + "/" + open + "/accept"), 409, "proposal-not-open");
        as("doctor").get(PATH + "/" + accepted).then().body("status", equalTo("accepted"));
        as("nurse").get("/api/v1/history/" + entry).then().statusCode(200);
    }

    @Test
    void a_document_with_a_text_is_looked_through_once_unasked_and_who_accepts_says_of_which_day_it_is() {
        double digitized = digitized();
        UUID document = document(patient, REPORT + "Tab. Metformin 500 mg 1-0-1 x 30 days\n");
        for (int i = 0; i < 2; i++)
            TopicClient.publish(
                    "asset.events",
                    "asset.text-updated.v1",
                    document,
                    Map.of("assetId", document, "patientId", patient, "textStatus", "extracted"));

        var told = TopicClient.await(
                "notes.events",
                event -> event.type().equals("document.digitized.v1")
                        && event.key().equals(document.toString()));
        assertThat(told.body()).contains("\"proposals\":2").doesNotContain("Metformin");
        await().untilAsserted(() -> assertThat(digitized() - digitized).isOne());
        Response proposed = as("doctor").get(PATH + "?patientId=" + patient);
        proposed.then()
                .body("items", hasSize(2))
                .body("items.status", contains("open", "open"))
                .body("items.date", contains(null, null))
                .body("items.requestedBy.name", contains("notes-service", "notes-service"));
        assertThat(TopicClient.auditEntry("digitize", document.toString()).text("patientId"))
                .isEqualTo(patient.toString());

        String id = proposed.path("items.find { it.type == 'lab_result' }.id");
        Response undated = as("doctor").post(PATH + "/" + id + "/accept");
        assertProblem(undated, 422, "invalid-input");
        assertThat(undated.<String>path("violations[0].field")).isEqualTo("date");
        assertProblem(
                as("doctor").body("{\"date\":\"2999-02-03\"}").post(PATH + "/" + id + "/accept"), 422, "invalid-input");
        Response accepted = as("doctor").body("{\"date\":\"2020-02-03\"}").post(PATH + "/" + id + "/accept");
        accepted.then().statusCode(200).body("date", equalTo("2020-02-03"));
        history(accepted.path("historyId")).then().body("date", equalTo("2020-02-03"));
    }

    @Test
    void a_document_that_asset_service_does_not_give_now_is_looked_through_later() {
        UUID document = document(patient, REPORT);
        StubServices.fail(503);
        try {
            TopicClient.publish(
                    "asset.events",
                    "asset.text-updated.v1",
                    document,
                    Map.of("assetId", document, "patientId", patient, "textStatus", "extracted"));
            await().until(() -> {
                Document work = collection("document_works")
                        .find(new Document("_id", document))
                        .first();
                return work != null && work.getInteger("attempts") > 0;
            });
        } finally {
            StubServices.recover();
        }

        TopicClient.await(
                "notes.events",
                event -> event.type().equals("document.digitized.v1")
                        && event.key().equals(document.toString()));
        as("doctor").get(PATH + "?patientId=" + patient).then().body("items", hasSize(1));
    }

    /** It had written the proposal and not yet that it is done. */
    @Test
    void what_a_killed_replica_had_begun_is_brought_to_its_end_once() {
        UUID document = document(patient, REPORT);
        String begun = created(propose(document, "lab_result"));
        collection("document_works")
                .insertOne(new Document("_id", document)
                        .append("patientId", patient)
                        .append("attempts", 1)
                        .append("nextAttemptAt", new Date()));

        TopicClient.await(
                "notes.events",
                event -> event.type().equals("document.digitized.v1")
                        && event.key().equals(document.toString()));

        as("doctor").get(PATH + "?patientId=" + patient).then().body("items.id", contains(begun));
    }

    /** As if asset-service had shown its text a moment before. */
    @Test
    void of_a_document_that_is_deleted_while_it_is_looked_through_nothing_is_proposed() {
        UUID document = document(patient, REPORT);
        UUID id = AiProposal.id(document, HistoryType.LAB_RESULT);
        TopicClient.publish(
                "asset.events",
                "asset.deleted.v1",
                document,
                Map.of("assetId", document, "patientId", patient, "occurredAt", "2024-03-03T00:00:00Z"));
        await().until(() ->
                collection("ai_proposals").find(new Document("_id", id)).first() != null);

        assertProblem(propose(document, "lab_result"), 422, "unknown-reference");
        TopicClient.publish(
                "asset.events",
                "asset.text-updated.v1",
                document,
                Map.of("assetId", document, "patientId", patient, "textStatus", "extracted"));
        TopicClient.await(
                "notes.events",
                event -> event.type().equals("document.digitized.v1")
                        && event.key().equals(document.toString()));

        as("doctor").get(PATH + "?patientId=" + patient).then().body("items", empty());
        as("admin").get(PATH + "/" + id).then().statusCode(404);
        as("admin").post(PATH + "/" + id + "/accept").then().statusCode(403);
        as("doctor").post(PATH + "/" + id + "/accept").then().statusCode(404);
    }

    @Test
    void only_who_may_read_the_document_and_the_patients_drafts_has_it_looked_through() {
        UUID document = document(patient, REPORT);
        UUID elsewhere = document(StubServices.registeredPatient(), REPORT);
        UUID waiting = document(patient);

        assertThat(propose("pharmacist", document, "lab_result", "").statusCode())
                .isEqualTo(403);
        assertThat(asPatient(patient)
                        .body("{\"documentId\":\"" + document + "\",\"type\":\"lab_result\"}")
                        .post(PATH)
                        .statusCode())
                .isEqualTo(403);
        assertProblem(propose(elsewhere, "lab_result"), 422, "unknown-patient");
        assertProblem(propose(UUID.randomUUID(), "lab_result"), 422, "unknown-reference");
        assertProblem(propose(waiting, "lab_result"), 409, "no-text");
        StubServices.fail(503);
        try {
            assertProblem(propose(document, "lab_result"), 503, "unavailable");
        } finally {
            StubServices.recover();
        }
    }
}
