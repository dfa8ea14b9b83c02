package polyclinic.notes.ailogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.values.Sha256;
import polyclinic.notes.testing.AiLogFixtures;
import polyclinic.notes.testing.NotesServiceTest;

/** The log of machines, through HTTP. */
@QuarkusTest
class AiLogsTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/ai-logs";

    private final UUID patient = patientInCare();

    @Test
    void an_entry_is_read_back_as_it_was_recorded() {
        UUID conversation = UUID.randomUUID();
        Response created =
                as("doctor").body(AiLogFixtures.full(patient, conversation)).post(PATH);

        created.then()
                .statusCode(201)
                .body("kind", equalTo("completion"))
                .body("model.version", equalTo("small-2026-01-01"))
                .body("conversationId", equalTo(conversation.toString()))
                .body("sources[0].span.end", equalTo(20))
                .body("usage.inputTokens", equalTo(812))
                .body("usage.cost.amount", equalTo("0.000412"))
                .body("latencyMs", equalTo(740))
                .body("recordedBy.name", equalTo("doctor"));
        assertThat(as("nurse").get(created.header("Location")).asString()).isEqualTo(created.asString());
    }

    @Test
    void the_trail_proves_what_was_recorded() throws Exception {
        Response created = as("doctor")
                .body(AiLogFixtures.full(patient, UUID.randomUUID()))
                .post(PATH);
        String id = created.path("id");
        String hash = created.path("hash");

        ObjectNode members = (ObjectNode) Json.MAPPER.readTree(created.asString());
        members.remove("hash");
        assertThat(hash).isEqualTo(Sha256.hex(CanonicalJson.text(members)));
        TopicClient.Message entry = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()));
        assertThat(entry.json().path("action").asText()).isEqualTo("create");
        assertThat(entry.json().path("reason").asText()).isEqualTo("sha-256 " + hash);
        assertThat(entry.json().path("patientId").asText()).isEqualTo(patient.toString());
        assertThat(entry.body()).doesNotContain("cough");

        collection("ai_logs")
                .updateOne(Filters.eq("_id", UUID.fromString(id)), Updates.set("output", "Dry, for thirty days."));

        as("doctor").get(PATH + "/" + id).then().statusCode(200).body("hash", not(equalTo(hash)));
    }

    @Test
    void nothing_changes_an_entry_or_takes_it_back() {
        String id = AiLogFixtures.recorded("doctor", patient, "x");

        for (String method : List.of("PATCH", "PUT", "DELETE"))
            assertThat(as("admin").body("{}").request(method, PATH + "/" + id).statusCode())
                    .as(method)
                    .isEqualTo(405);
        as("doctor").get(PATH + "/" + id).then().statusCode(200).body("input", equalTo("x"));
    }

    @Test
    void lists_are_narrowed_by_patient_kind_and_conversation_newest_first_and_paged() {
        UUID conversation = UUID.randomUUID();
        String first = AiLogFixtures.recorded("doctor", patient, "one");
        String second = as("doctor")
                .body(AiLogFixtures.full(patient, conversation))
                .post(PATH)
                .path("id");
        String third = AiLogFixtures.recorded("nurse", patient, "three");
        String ofOther = AiLogFixtures.recorded("nurse", patientInCare(), "of another");

        String list = PATH + "?patientId=" + patient;
        as("doctor").get(list).then().statusCode(200).body("items.id", contains(third, second, first));
        as("doctor").get(list + "&kind=prompt").then().body("items.id", contains(third, first));
        as("nurse").get(PATH + "?conversationId=" + conversation).then().body("items.id", contains(second));
        Response page = as("doctor").get(list + "&limit=2");
        page.then().body("items.id", contains(third, second));
        as("doctor")
                .get(list + "&limit=2&after=" + page.path("next"))
                .then()
                .body("items.id", contains(first))
                .body("next", equalTo(null));
        as("nurse").get(PATH + "?limit=200").then().body("items.id", hasItem(ofOther));
    }

    @Test
    void entries_about_a_patient_are_those_of_who_treats_and_about_nobody_of_who_recorded_them() {
        String id = AiLogFixtures.recorded("doctor", patient, "x");
        String aboutNobody = AiLogFixtures.recorded("doctor", null, "What is a dry cough?");

        as("doctor2").get(PATH + "/" + id).then().statusCode(404);
        as("doctor2").get(PATH + "?patientId=" + patient).then().body("items", empty());
        assertProblem(as("doctor2").body(AiLogFixtures.prompt(patient, "x")).post(PATH), 422, "unknown-patient");
        as("nurse").get(PATH + "/" + id).then().statusCode(200);
        as("doctor").get(PATH + "/" + aboutNobody).then().statusCode(200).body("patientId", equalTo(null));
        as("doctor").get(PATH + "?limit=200").then().body("items.id", hasItem(aboutNobody));
        as("doctor2").get(PATH + "/" + aboutNobody).then().statusCode(404);
        as("doctor2").get(PATH + "?limit=200").then().body("items.id", not(hasItem(aboutNobody)));
        as("admin").get(PATH + "/" + aboutNobody).then().statusCode(200);
    }

    @Test
    void a_piece_that_ends_before_it_begins_is_refused() {
        assertProblem(
                as("doctor")
                        .body(AiLogFixtures.full(patient, UUID.randomUUID()).replace("\"start\":0", "\"start\":21"))
                        .post(PATH),
                422,
                "invalid-input");
    }

    @Test
    void one_key_records_once() {
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(12, () -> as("nurse")
                .header("Idempotency-Key", key)
                .body(AiLogFixtures.prompt(patient, "once"))
                .post(PATH));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.asString()).isEqualTo(answers.get(0).asString());
        });
        assertThat(collection("ai_logs").countDocuments(Filters.eq("patientId", patient)))
                .isEqualTo(1);
    }
}
