package polyclinic.audit.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.servers.TopicClient.Message;

@QuarkusTest
class DeadLettersTest extends ServiceTest {
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String TOPIC = "notes-service.dead-letter";
    private static int places = 1000;

    private final String key = UUID.randomUUID().toString();
    private final int place = ++places;
    private final String id = "notes-service:patient.events:2:" + place;

    @Test
    void a_letter_is_shown_with_what_is_known_of_it_and_without_its_body() {
        setAside();

        String letter = as("admin")
                .get(LETTERS + "/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(letter).doesNotContain("secret");
        JsonPath shown = JsonPath.from(letter);
        assertThat(shown.getString("service")).isEqualTo("notes-service");
        assertThat(shown.getString("topic")).isEqualTo("patient.events");
        assertThat(shown.getInt("partition")).isEqualTo(2);
        assertThat(shown.getInt("offset")).isEqualTo(place);
        assertThat(shown.getString("key")).isEqualTo(key);
        assertThat(shown.getString("type")).isEqualTo("patient.updated.v1");
        assertThat(shown.getString("reason")).isEqualTo("java.lang.NullPointerException");
        assertThat(shown.getString("state")).isEqualTo("open");
        TopicClient.auditEntry("read", id);
    }

    @Test
    void letters_are_listed_by_service_and_state_and_in_pages() {
        setAside();
        send(Map.of(
                "dead-letter-settled", "patient.events/2/" + place,
                "dead-letter-outcome", "dropped",
                "dead-letter-note", "of a test"));
        await("dropped");

        assertThat(ids("?service=notes-service&state=dropped")).contains(id);
        assertThat(ids("?service=notes-service&state=open")).doesNotContain(id);
        assertThat(ids("?service=patient-service")).doesNotContain(id);

        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonPath page = as("admin")
                    .get(LETTERS + "?limit=1" + next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("items.id", String.class));
            next = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (next != null);
        assertThat(paged).contains(id).doesNotHaveDuplicates();
        assertThat(paged).containsSubsequence(ids(""));
    }

    @Test
    void a_replay_is_written_down_for_the_service_once_and_is_in_the_trail() {
        setAside();

        assertThat(act("replay", "{}", 202).getString("state")).isEqualTo("replay_requested");
        await("replay_requested");
        assertThat(act("replay", "{}", 202).getString("state")).isEqualTo("replay_requested");

        Message decision = TopicClient.await(TOPIC, this::isDecision);
        assertThat(decision.key()).isEqualTo(key);
        assertThat(decision.headers())
                .containsEntry("dead-letter-decided", "patient.events/2/" + place)
                .containsEntry("dead-letter-decision", "REPLAY")
                .containsEntry("dead-letter-event", "event " + place);
        assertThat(TopicClient.all(TOPIC).stream().filter(this::isDecision)).hasSize(1);
        assertThat(TopicClient.auditEntry("replay", id).text("outcome")).isEqualTo("success");
        assertThat(act("drop", "{\"reason\":\"of a test\"}", 409).getString("state"))
                .isEqualTo("replay_requested");
    }

    @Test
    void a_letter_that_was_dropped_stays_so_and_says_why() {
        setAside();

        act("drop", "{\"reason\":\"of a test\"}", 202);
        await("drop_requested");
        send(Map.of(
                "dead-letter-settled", "patient.events/2/" + place,
                "dead-letter-outcome", "dropped",
                "dead-letter-note", "of a test"));
        await("dropped");

        assertThat(as("admin").get(LETTERS + "/" + id).jsonPath().getString("note"))
                .isEqualTo("of a test");
        assertThat(act("replay", "{}", 409).getString("type")).endsWith(":dead-letter-settled");
        assertThat(act("drop", "{\"reason\":\"of a test\"}", 202).getString("state"))
                .isEqualTo("dropped");
        TopicClient.auditEntry("drop", id);
    }

    @Test
    void a_letter_that_could_not_be_replayed_or_is_poison_again_is_open() {
        setAside();
        act("replay", "{}", 202);
        await("replay_requested");

        send(Map.of(
                "dead-letter-settled", "patient.events/2/" + place,
                "dead-letter-outcome", "failed",
                "dead-letter-note", "the topic does not keep the message any more"));
        await("open");
        assertThat(as("admin").get(LETTERS + "/" + id).jsonPath().getString("note"))
                .isEqualTo("the topic does not keep the message any more");

        act("replay", "{}", 202);
        await("replay_requested");
        setAside();
        await("open");
    }

    @Test
    void an_entry_of_the_trail_that_was_refused_arrives_once_more_when_it_is_replayed() {
        TopicClient.send("audit.entries", key, Map.of("ce_id", key), "{\"no\":\"entry\"}");
        Message letter = TopicClient.await("audit-service.dead-letter", message -> key.equals(message.key()));
        String own = "audit-service:audit.entries:0:" + letter.headers().get("dead-letter-offset");

        as("admin").body("{}").post(LETTERS + "/" + own + "/replay").then().statusCode(202);

        TopicClient.await("audit.entries", message -> key.equals(message.key()), 2);
        TopicClient.await(
                "audit-service.dead-letter",
                message -> key.equals(message.key()) && message.headers().containsKey("dead-letter-reason"),
                2);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> as("admin")
                .get(LETTERS + "/" + own)
                .jsonPath()
                .getString("state")
                .equals("replayed"));
    }

    @Test
    void what_is_no_letter_is_not_found_and_breaks_nothing() {
        send(Map.of("dead-letter-topic", "patient.events", "dead-letter-partition", "x", "dead-letter-offset", "-1"));

        as("admin").get(LETTERS).then().statusCode(200);
        as("admin").get(LETTERS + "/" + id).then().statusCode(404);
        as("admin").body("{}").post(LETTERS + "/" + id + "/replay").then().statusCode(404);
    }

    private void setAside() {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_id", "event " + place);
        headers.put("ce_type", "patient.updated.v1");
        headers.put("dead-letter-reason", "java.lang.NullPointerException");
        headers.put("dead-letter-topic", "patient.events");
        headers.put("dead-letter-partition", "2");
        headers.put("dead-letter-offset", String.valueOf(place));
        TopicClient.send(TOPIC, key, headers, "{\"familyName\":\"secret\"}");
        await("open");
    }

    private void send(Map<String, String> headers) {
        TopicClient.send(TOPIC, key, headers, "");
    }

    private boolean isDecision(Message message) {
        return key.equals(message.key()) && message.headers().containsKey("dead-letter-decided");
    }

    private void await(String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> state.equals(
                        as("admin").get(LETTERS + "/" + id).jsonPath().getString("state")));
    }

    private JsonPath act(String action, String body, int status) {
        return as("admin")
                .body(body)
                .post(LETTERS + "/" + id + "/" + action)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    private static List<String> ids(String query) {
        return as("admin")
                .get(LETTERS + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }
}
