package polyclinic.notes.proposals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.Filters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.notes.testing.LanguageModelServer;
import polyclinic.notes.testing.NotesServiceTest;

/** Summaries through HTTP, made by a server that speaks the protocol, well or not. */
@QuarkusTest
class ProposalsTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/ai-proposals/";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    MeterRegistry metrics;

    private final UUID patient = patientInCare();
    private String note;
    private String visit;

    @BeforeEach
    void record() {
        note = drafted("doctor", patient).getString("id");
        sign("doctor", note);
        visit = created(as("nurse").body("""
                {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"a broken arm"},"source":"manual"}""".formatted(patient)).post("/api/v1/history"));
        // Not shown to a machine: it is not finished.
        drafted("doctor", patient, "manual", "{\"text\":\"unfinished business\"}");
    }

    private static Response request(String user, UUID patient) {
        return as(user).body("{}").post("/api/v1/timelines/" + patient + "/summary");
    }

    private String requested() {
        return request("doctor", patient).then().statusCode(202).extract().path("id");
    }

    private static Response ended(String id) {
        return await().atMost(LIMIT)
                .until(() -> as("doctor").get(PATH + id), answer -> !"pending".equals(answer.path("status")));
    }

    private String open(String statements) {
        LanguageModelServer.answer(statements);
        String id = requested();
        ended(id).then().body("status", equalTo("open"));
        return id;
    }

    @Test
    void a_summary_is_made_in_the_background_and_leads_to_the_entries_of_the_record() {
        LanguageModelServer.answer("""
                [{"date":"2001-01-01","text":"A broken arm.","citations":["E1"]},{"text":"A viral infection.","citations":["E2"]}]""");

        Response accepted = request("doctor", patient);
        accepted.then().statusCode(202).body("status", equalTo("pending")).body("statements", empty());
        String id = accepted.path("id");
        assertThat(accepted.header("Location")).endsWith(PATH + id);

        ended(id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("status", equalTo("open"))
                .body("unsupported", equalTo(false))
                .body("statements.text", contains("A broken arm.", "A viral infection."))
                .body("statements[0].date", equalTo("2001-01-01"))
                .body("statements.citations[0].id", contains(visit))
                .body("statements.citations[1].id", contains(note))
                .body("model.version", equalTo("small-2026-01-01"));
        assertThat(LanguageModelServer.asked()).hasSize(1).first().satisfies(asked -> assertThat(asked.toString())
                .contains("Cough for three days", "a broken arm")
                .doesNotContain("unfinished business", "Lovelace", patient.toString()));
        as("nurse")
                .get("/api/v1/ai-proposals?status=open&patientId=" + patient)
                .then()
                .body("items.id", contains(id));
    }

    @Test
    void what_a_machine_was_shown_sent_and_answered_is_in_the_log_with_its_tokens_and_cost() {
        String id = open("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");

        Response log = as("doctor").get("/api/v1/ai-logs?conversationId=" + id);
        log.then()
                .body("items.kind", containsInAnyOrder("retrieval", "prompt", "completion"))
                .body("items.patientId", contains(patient.toString(), patient.toString(), patient.toString()))
                .body("items.recordedBy.name", contains("doctor", "doctor", "doctor"))
                .body("items.find { it.kind == 'retrieval' }.sources.id", contains(visit, note))
                .body("items.find { it.kind == 'completion' }.usage.inputTokens", equalTo(400))
                .body("items.find { it.kind == 'completion' }.usage.cost.amount", equalTo("0.00035"))
                .body("items.find { it.kind == 'completion' }.model.version", equalTo("small-2026-01-01"));
        assertThat(log.<String>path("items.find { it.kind == 'prompt' }.input")).contains("Cough for three days");
        assertThat(log.<String>path("items.find { it.kind == 'completion' }.output"))
                .contains("A broken arm.");
    }

    @Test
    void tokens_and_cost_are_counted_by_the_name_of_the_model_that_is_set_up() {
        double sent = counted("polyclinic.ai.tokens", "direction", "input");
        double received = counted("polyclinic.ai.tokens", "direction", "output");
        double cost = counted("polyclinic.ai.cost", "currency", "USD");
        double answered = counted("polyclinic.ai.answers", "outcome", "answered");

        open("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");

        assertThat(counted("polyclinic.ai.tokens", "direction", "input") - sent).isEqualTo(400);
        assertThat(counted("polyclinic.ai.tokens", "direction", "output") - received)
                .isEqualTo(100);
        assertThat(counted("polyclinic.ai.cost", "currency", "USD") - cost).isCloseTo(0.00035, within(1e-9));
        assertThat(counted("polyclinic.ai.answers", "outcome", "answered") - answered)
                .isEqualTo(1);
    }

    private double counted(String name, String tag, String value) {
        return metrics.get(name).tags("model", "small", tag, value).counter().count();
    }

    @Test
    void an_answer_that_cites_what_is_not_in_the_record_is_marked_and_never_becomes_history() {
        String id = open("""
                [{"text":"Had a heart attack.","citations":["E99"]},{"text":"Is well.","citations":[]}]""");

        as("doctor")
                .get(PATH + id)
                .then()
                .body("unsupported", equalTo(true))
                .body("statements.unsupported", contains(true, true));
        assertProblem(as("doctor").post(PATH + id + "/accept"), 409, "unsupported");
        as("doctor").post(PATH + id + "/reject").then().statusCode(200).body("status", equalTo("rejected"));
    }

    @Test
    void what_is_accepted_becomes_history_that_says_that_a_machine_made_it_and_who_accepted_it() {
        String id = open("""
                [{"text":"A broken arm.","citations":["E1"]},{"text":"Had a heart attack.","citations":["E99"]}]""");

        String history = as("doctor")
                .post(PATH + id + "/accept")
                .then()
                .statusCode(200)
                .body("status", equalTo("accepted"))
                .body("decidedBy.name", equalTo("doctor"))
                .extract()
                .path("historyId");

        as("doctor")
                .get("/api/v1/history/" + history)
                .then()
                .statusCode(200)
                .body("type", equalTo("summary"))
                .body("source", equalTo("machine"))
                .body("content.summary", equalTo("A broken arm."))
                .body("content.statements[0].citations[0].id", equalTo(visit))
                .body("provenance.externalId", equalTo(id))
                .body("provenance.author", equalTo("machine small-2026-01-01, accepted by doctor"))
                .body("recordedBy.name", equalTo("doctor"));
        TopicClient.await(
                "notes.events",
                event -> history.equals(event.key()) && event.type().equals("history.recorded.v1"));
        assertProblem(as("nurse").post(PATH + id + "/reject"), 409, "proposal-not-open");
    }

    @Test
    void of_two_who_decide_at_once_one_wins_and_there_is_one_entry_of_the_history() {
        String id = open("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");

        List<Response> answers = Concurrently.run(Stream.of("doctor", "nurse", "doctor", "nurse")
                .<Callable<Response>>map(user -> () -> as(user).post(PATH + id + "/accept"))
                .toList());

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409, 409, 409);
        as("doctor")
                .get("/api/v1/history?patientId=" + patient + "&type=summary")
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void a_decision_whose_replica_died_before_the_entry_was_written_is_made_up_for() {
        String id = open("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");
        String history = as("doctor").post(PATH + id + "/accept").path("historyId");
        collection("history").deleteOne(Filters.eq("_id", UUID.fromString(history)));
        collection("ai_proposals")
                .updateOne(
                        Filters.eq("_id", UUID.fromString(id)), new Document("$set", new Document("historyDue", true)));

        await().atMost(LIMIT)
                .until(() -> as("doctor").get("/api/v1/history/" + history).statusCode() == 200);
        assertThat(collection("ai_proposals")
                        .find(Filters.eq("_id", UUID.fromString(id)))
                        .first())
                .doesNotContainKey("historyDue");
    }

    @Test
    void one_that_a_dead_replica_had_is_made_when_its_time_is_over() {
        LanguageModelServer.answer("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");
        UUID id = UUID.randomUUID();
        collection("ai_proposals")
                .insertOne(new Document("_id", id)
                        .append("version", 1L)
                        .append("patientId", patient)
                        .append("status", "PENDING")
                        .append("requestedBy", new Document("subject", "x").append("name", "x"))
                        .append("requestedAt", new Date())
                        .append("statements", List.of())
                        .append("unsupported", false)
                        .append("attempts", 1)
                        .append("nextAttemptAt", Date.from(Instant.now().plusMillis(700))));

        assertThat(as("doctor").get(PATH + id).<String>path("status")).isEqualTo("pending");
        ended(id.toString()).then().body("status", equalTo("open"));
        assertThat(LanguageModelServer.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "200 ~ <html> ~ no_answer",
                "200 ~ {\"choices\":[]} ~ no_answer",
                "200 ~ {\"id\":\"x\",\"model\":\"small\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"statements\\\":[{\\\"te\"}}]} ~ unreadable_answer",
                "200 ~ {\"id\":\"x\",\"model\":\"small\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"I cannot help.\"}}]} ~ unreadable_answer",
                "200 ~ {\"id\":\"x\",\"model\":\"small\",\"choices\":[{\"index\":0,\"mess ~ no_answer",
                "429 ~ {} ~ no_answer",
                "500 ~ {} ~ no_answer",
                "401 ~ {} ~ refused",
                "400 ~ {\"error\":{\"message\":\"Cough\"}} ~ refused",
                "302 ~ {} ~ no_answer"
            })
    void whatever_is_no_summary_ends_as_failed_and_says_why(int status, String body, String failure) {
        LanguageModelServer.handle(exchange -> exchange.answer(status, body));
        String outcome =
                switch (failure) {
                    case "refused" -> "refused";
                    // The model has answered, and wants to be paid.
                    case "unreadable_answer" -> "answered";
                    default -> "failed";
                };
        double before = counted("polyclinic.ai.answers", "outcome", outcome);

        String id = requested();

        ended(id).then().body("status", equalTo("failed")).body("failure", equalTo(failure));
        assertThat(counted("polyclinic.ai.answers", "outcome", outcome) - before)
                .isEqualTo(failure.equals("refused") ? 1 : 2);
        assertProblem(as("doctor").post(PATH + id + "/accept"), 409, "proposal-not-open");
        as("doctor")
                .get("/api/v1/ai-logs?kind=completion&conversationId=" + id)
                .then()
                .body("items", hasSize(failure.equals("refused") ? 1 : 2));
    }

    @Test
    void a_server_that_does_not_answer_or_hangs_up_ends_as_failed() {
        for (LanguageModelServer.Answering bad :
                List.<LanguageModelServer.Answering>of(StubExchange::awaitHangUp, StubExchange::hangUp)) {
            LanguageModelServer.handle(bad);
            ended(requested()).then().body("status", equalTo("failed")).body("failure", equalTo("no_answer"));
        }
    }

    @Test
    void who_asked_is_told_when_there_is_something_to_decide_and_when_nothing_came_of_it() {
        String id = open("[{\"text\":\"Had a heart attack.\",\"citations\":[\"E99\"]}]");
        LanguageModelServer.handle(exchange -> exchange.answer(401, "{}"));
        String failed = requested();

        JsonNode opened =
                TopicClient.event("notes.events", "ai-proposal.opened.v1", id).json();
        assertThat(opened.path("patientId").asText()).isEqualTo(patient.toString());
        assertThat(opened.path("version").asLong()).isEqualTo(2);
        assertThat(opened.path("unsupported").asBoolean()).isTrue();
        assertThat(opened.path("createdBy").asText())
                .isEqualTo(as("doctor").get(PATH + id).path("requestedBy.subject"));
        assertThat(opened.toString()).doesNotContain("heart");
        assertThat(TopicClient.event("notes.events", "ai-proposal.failed.v1", failed)
                        .json()
                        .path("aiProposalId")
                        .asText())
                .isEqualTo(failed);
    }

    @Test
    void a_failure_that_passes_is_tried_again() {
        LanguageModelServer.handle(exchange -> {
            if (LanguageModelServer.asked().size() == 1) exchange.answer(500, "{}");
            else LanguageModelServer.complete(exchange, "[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");
        });

        String id = requested();

        ended(id).then().body("status", equalTo("open"));
        as("doctor")
                .get("/api/v1/ai-logs?kind=completion&conversationId=" + id)
                .then()
                .body("items.outcome", contains("success", "failed"));
    }

    @Test
    void of_an_empty_record_nothing_leaves() {
        LanguageModelServer.answer("[{\"text\":\"Is well.\",\"citations\":[]}]");
        String id = request("doctor", patientInCare()).path("id");

        ended(id).then().body("status", equalTo("failed")).body("failure", equalTo("nothing_found"));
        assertThat(LanguageModelServer.asked()).isEmpty();
    }

    @Test
    void summaries_are_for_who_treats_the_patient() {
        String id = open("[{\"text\":\"A broken arm.\",\"citations\":[\"E1\"]}]");

        assertThat(request("doctor2", patient).statusCode()).isEqualTo(404);
        as("doctor2").get(PATH + id).then().statusCode(404);
        as("doctor2").post(PATH + id + "/accept").then().statusCode(404);
        as("doctor2").get("/api/v1/ai-proposals?patientId=" + patient).then().body("items", empty());
        asPatient(patient).get(PATH + id).then().statusCode(403);
        assertThat(request("nurse", UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    @Test
    void nobody_else_says_that_a_machine_made_an_entry_of_the_history() {
        for (String body :
                List.of("\"type\":\"summary\",\"source\":\"manual\"", "\"type\":\"visit\",\"source\":\"machine\""))
            assertProblem(
                    as("doctor")
                            .body("{\"patientId\":\"%s\",\"date\":\"2001-01-01\",\"content\":{\"a\":\"x\"},%s}"
                                    .formatted(patient, body))
                            .post("/api/v1/history"),
                    422,
                    "invalid-input");
    }
}
