package polyclinic.notes.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import polyclinic.commons.messaging.decisions.LetterDecision;
import polyclinic.commons.messaging.decisions.LetterDecision.Action;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.servers.TopicClient.Message;
import polyclinic.notes.testing.NotesServiceTest;

/** What an operator has decided about a dead letter reaches the service by its dead-letter topic. */
@QuarkusTest
class LetterDecisionsTest extends NotesServiceTest {
    private static final String EVENTS = "asset.events";
    private static final String LETTERS = "notes-service.dead-letter";

    private final UUID patient = UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @Test
    void a_message_that_was_set_aside_is_handled_again_and_that_is_noted() {
        UUID event = stored(Map.of("patientId", patient, "occurredAt", "2024-03-02T08:00:00Z"));
        awaitItems(1);
        collection("timeline_items").deleteMany(ofPatient());

        decide(offset(event), event.toString(), Action.REPLAY, "");

        awaitItems(1);
        assertThat(outcome(offset(event)).headers().get("dead-letter-outcome")).isEqualTo("replayed");
    }

    @Test
    void a_message_that_is_still_poison_is_a_letter_again_and_not_noted_as_replayed() {
        UUID event = stored(Map.of("patientId", "nobody"));
        letters(1);

        decide(offset(event), event.toString(), Action.REPLAY, "");
        letters(2);
        decide(offset(event), event.toString(), Action.DROP, "of a test");

        Message first = outcome(offset(event));
        assertThat(first.headers().get("dead-letter-outcome")).isEqualTo("dropped");
        assertThat(first.headers().get("dead-letter-note")).isEqualTo("of a test");
    }

    @Test
    void a_message_that_its_topic_does_not_keep_any_more_stays_a_letter() {
        decide(1_000_000, UUID.randomUUID().toString(), Action.REPLAY, "");

        assertThat(outcome(1_000_000).headers().get("dead-letter-outcome")).isEqualTo("failed");
    }

    @Test
    void another_message_in_the_place_of_the_one_that_was_meant_is_not_handled() {
        UUID event = stored(Map.of("patientId", patient, "occurredAt", "2024-03-02T08:00:00Z"));
        awaitItems(1);
        collection("timeline_items").deleteMany(ofPatient());

        decide(offset(event), UUID.randomUUID().toString(), Action.REPLAY, "");

        assertThat(outcome(offset(event)).headers().get("dead-letter-outcome")).isEqualTo("failed");
        assertThat(collection("timeline_items").countDocuments(ofPatient())).isZero();
    }

    @Test
    void a_decision_that_is_none_is_passed_over() {
        for (Map<String, String> headers : List.of(
                Map.of(LetterDecision.ABOUT, "asset.events/0"),
                Map.of(LetterDecision.ABOUT, "asset.events/0/9999999999999999999"),
                Map.of(LetterDecision.ABOUT, "asset.events/0/1", "dead-letter-decision", "EXPLODE"),
                Map.<String, String>of())) TopicClient.send(LETTERS, key, headers, "");

        decide(1_000_001, "", Action.DROP, "");

        assertThat(outcome(1_000_001).headers().get("dead-letter-outcome")).isEqualTo("dropped");
    }

    private UUID stored(Map<String, Object> data) {
        UUID event = UUID.randomUUID();
        TopicClient.publish(EVENTS, event, "asset.stored.v1", UUID.fromString(key), data);
        return event;
    }

    /** The topics of tests have one partition, and nothing is deleted from them. */
    private static long offset(UUID event) {
        List<Message> all = TopicClient.all(EVENTS);
        for (int offset = 0; offset < all.size(); offset++)
            if (event.toString().equals(all.get(offset).headers().get("ce_id"))) return offset;
        throw new AssertionError("the event is not there");
    }

    private void decide(long offset, String event, Action action, String note) {
        LetterDecision decision = new LetterDecision(EVENTS, 0, offset, event, action, note);
        TopicClient.send(LETTERS, key, decision.headers(), "");
    }

    private static Message outcome(long offset) {
        return TopicClient.await(LETTERS, message -> (EVENTS + "/0/" + offset)
                .equals(message.headers().get("dead-letter-settled")));
    }

    private void letters(int count) {
        TopicClient.await(
                LETTERS,
                message -> key.equals(message.key()) && message.headers().containsKey("dead-letter-reason"),
                count);
    }

    private Bson ofPatient() {
        return Filters.eq("patientId", patient);
    }

    private void awaitItems(int count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> collection("timeline_items").countDocuments(ofPatient()) == count);
    }
}
