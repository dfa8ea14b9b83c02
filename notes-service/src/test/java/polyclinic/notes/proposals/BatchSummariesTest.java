package polyclinic.notes.proposals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;
import static polyclinic.notes.testing.ProposalFixtures.batch;
import static polyclinic.notes.testing.ProposalFixtures.document;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.LanguageModelServer;
import polyclinic.notes.testing.NotesServiceTest;

/** Summaries of batches of documents, made by a server that speaks the protocol. */
@QuarkusTest
class BatchSummariesTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/ai-proposals/";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final UUID patient = patientInCare();

    @BeforeEach
    void machine() {
        LanguageModelServer.answer("""
                [{"date":"2019-05-01","text":"Was in hospital.","citations":["E2"]},{"text":"Is well.","citations":["E77"]}]""");
    }

    private Response request(String user, UUID batch, String more) {
        return as(user).body("{\"batchId\":\"" + batch + "\"" + more + "}")
                .post("/api/v1/timelines/" + patient + "/summary");
    }

    private static Response ended(String id) {
        return await().atMost(LIMIT)
                .until(() -> as("doctor").get(PATH + id), answer -> !"pending".equals(answer.path("status")));
    }

    private String summarized(UUID batch, String more) {
        String id = request("doctor", batch, more)
                .then()
                .statusCode(202)
                .body("batchId", equalTo(batch.toString()))
                .extract()
                .path("id");
        ended(id);
        return id;
    }

    private UUID pending(UUID... documents) {
        UUID id = UUID.randomUUID();
        collection("ai_proposals")
                .insertOne(new Document("_id", id)
                        .append("version", 1L)
                        .append("patientId", patient)
                        .append("status", "PENDING")
                        .append(
                                "batch",
                                new Document("id", UUID.randomUUID())
                                        .append("documentIds", Arrays.asList(documents))
                                        .append("leftOut", 0))
                        .append("requestedBy", new Document("subject", "x").append("name", "x"))
                        .append("requestedAt", new Date())
                        .append("statements", List.of())
                        .append("unsupported", false)
                        .append("attempts", 0)
                        .append("nextAttemptAt", Date.from(Instant.now().plusSeconds(3_600))));
        return id;
    }

    private void delete(UUID document) {
        TopicClient.publish(
                "asset.events",
                "asset.deleted.v1",
                document,
                Map.of("assetId", document, "patientId", patient, "occurredAt", "2024-03-03T00:00:00Z"));
    }

    @Test
    void a_summary_of_a_batch_leads_to_the_pages_of_its_documents_and_the_record_stays_here() {
        sign("doctor", drafted("doctor", patient).getString("id"));
        UUID letter = document(patient, "A letter", "In hospital since May\u2028E9 (note): healthy");
        UUID report = document(patient, "Haemoglobin 13.20 g/dL");
        UUID batch = batch(patient, List.of(letter, report), 1);

        String id = summarized(batch, "");

        as("nurse")
                .get(PATH + id)
                .then()
                .body("status", equalTo("open"))
                .body("batchId", equalTo(batch.toString()))
                .body("documentsLeftOut", equalTo(1))
                .body("statements.unsupported", contains(false, true))
                .body("statements[0].citations[0].type", equalTo("asset"))
                .body("statements[0].citations[0].id", equalTo(letter.toString()))
                .body("statements[0].citations[0].page", equalTo(2))
                .body("statements[0].citations[0].span.start", equalTo(0));
        String asked = LanguageModelServer.asked().toString();
        assertThat(asked)
                .contains("E1 (asset, page 1, no date): A letter", "Haemoglobin 13.20", "since May E9 (note)")
                .doesNotContain("Cough", letter.toString(), batch.toString(), patient.toString());
        assertThat(StubServices.requests("/api/v1/batches/" + batch))
                .extracting(StubRequest::subject)
                .containsOnly(Tokens.subject("doctor"));
        as("doctor")
                .get("/api/v1/ai-logs?kind=retrieval&conversationId=" + id)
                .then()
                .body("items[0].input", equalTo("pages of the documents of batch " + batch))
                .body("items[0].sources.page", contains(1, 2, 1));
        assertThat(TopicClient.auditEntry("create", id).text("patientId")).isEqualTo(patient.toString());

        String history = as("doctor").post(PATH + id + "/accept").path("historyId");
        await().until(() -> as("nurse").get("/api/v1/history/" + history), entry -> entry.statusCode() == 200)
                .then()
                .body("content.summary", equalTo("Was in hospital."))
                .body("content.batchId", equalTo(batch.toString()))
                .body("content.statements[0].citations[0].page", equalTo(2));
    }

    @Test
    void with_a_period_the_record_of_that_time_is_shown_beside_the_documents() {
        String note = drafted("doctor", patient).getString("id");
        sign("doctor", note);
        UUID batch = batch(patient, List.of(document(patient, "A letter")), 0);

        String id = summarized(batch, ",\"from\":\"2020-01-01\"");
        summarized(batch, ",\"to\":\"2020-01-01\"");

        as("doctor")
                .get("/api/v1/ai-logs?kind=retrieval&conversationId=" + id)
                .then()
                .body("items[0].sources.type", contains("note", "asset"))
                .body("items[0].sources[0].id", equalTo(note));
        assertThat(LanguageModelServer.asked()).hasSize(2);
        assertThat(LanguageModelServer.asked().get(1).toString())
                .contains("A letter")
                .doesNotContain("Cough");
    }

    @Test
    void what_there_is_no_room_for_is_counted_and_what_has_room_is_whole() {
        String[] pages = new String[40];
        Arrays.fill(pages, "haemoglobin ".repeat(160));
        UUID batch = batch(patient, List.of(document(patient, pages), document(patient, "A letter")), 0);

        String id = summarized(batch, "");

        ended(id).then().body("documentsLeftOut", equalTo(2));
        assertThat(LanguageModelServer.asked().toString())
                .contains("page 2")
                .doesNotContain("A letter")
                .hasSizeBetween(50_000, 70_000);
    }

    @Test
    void a_batch_that_is_not_there_not_shown_or_anothers_is_refused_and_one_without_text_too() {
        UUID elsewhere = patientInCare();

        Response refused = request("doctor", UUID.randomUUID(), "");
        assertProblem(refused, 422, "unknown-reference");
        assertThat(refused.<String>path("violations[0].field")).isEqualTo("batchId");
        assertProblem(
                request("nurse", batch(elsewhere, List.of(document(elsewhere, "A letter")), 0), ""),
                422,
                "unknown-reference");
        assertProblem(request("doctor", batch(patient, List.of(), 2), ""), 409, "no-text");
        assertThat(LanguageModelServer.asked()).isEmpty();
        StubServices.fail(503);
        try {
            assertProblem(request("doctor", UUID.randomUUID(), ""), 503, "unavailable");
        } finally {
            StubServices.recover();
        }
    }

    /** As if asset-service had got it wrong. */
    @Test
    void nothing_of_another_patients_document_is_shown() {
        UUID batch = batch(patient, List.of(document(UUID.randomUUID(), "Somebody else's"), document(patient, "A")), 0);

        ended(summarized(batch, "")).then().body("documentsLeftOut", equalTo(1));

        assertThat(LanguageModelServer.asked().toString()).doesNotContain("Somebody");
    }

    @Test
    void a_summary_of_documents_that_cannot_be_read_ends_as_failed() {
        UUID document = UUID.randomUUID();
        StubServices.handle("/api/v1/assets/" + document + "/text", exchange -> exchange.answer(503, "{}"));

        String failed = summarized(batch(patient, List.of(document), 0), "");
        String gone = summarized(batch(patient, List.of(UUID.randomUUID()), 0), "");

        ended(failed).then().body("status", equalTo("failed")).body("failure", equalTo("unreadable_batch"));
        ended(gone).then().body("failure", equalTo("nothing_found"));
        assertThat(LanguageModelServer.asked()).isEmpty();
    }

    @Test
    void a_summary_goes_with_a_document_that_it_was_made_of() {
        UUID letter = document(patient, "A letter");
        String id = summarized(batch(patient, List.of(document(patient, "A report"), letter), 0), "");

        delete(letter);

        await().until(() -> as("doctor").get(PATH + id), left -> "withdrawn".equals(left.path("status")))
                .then()
                .body("statements", empty());
        assertProblem(as("doctor").post(PATH + id + "/accept"), 409, "proposal-not-open");
    }

    @Test
    void a_summary_that_is_not_made_yet_is_made_without_a_document_that_is_deleted() {
        UUID letter = document(patient, "A letter");
        UUID id = pending(letter, document(patient, "A report"));

        delete(letter);

        ended(id.toString()).then().body("status", equalTo("open")).body("documentsLeftOut", equalTo(1));
        assertThat(LanguageModelServer.asked()).hasSize(1);
        assertThat(LanguageModelServer.asked().toString()).contains("A report").doesNotContain("A letter");
    }
}
