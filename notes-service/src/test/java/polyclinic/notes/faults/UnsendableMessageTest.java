package polyclinic.notes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.messaging.decisions.LetterDecision;
import polyclinic.commons.messaging.decisions.LetterDecision.Action;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.servers.TopicClient.Message;
import polyclinic.commons.values.Ids;
import polyclinic.notes.testing.NotesServiceTest;

/** A message that Kafka takes at no time, in a document and among those of its own collection. */
@QuarkusTest
class UnsendableMessageTest extends NotesServiceTest {
    private static final String EVENTS = "notes.events";
    private static final String LETTERS = "notes-service.dead-letter";
    private static final String TOO_LARGE = "x".repeat(1_200_000);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final UUID document = UUID.randomUUID();
    private final UUID before = Ids.next();
    private final UUID bad = Ids.next();
    private final UUID behind = Ids.next();

    @AfterEach
    void remove() {
        for (String collection : List.of("notes", "outbox", "outbox_set_aside"))
            collection(collection).deleteMany(Filters.in("_id", document, bad));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes", "outbox"})
    void it_is_set_aside_whole_with_a_letter_and_those_behind_it_go_on(String collection) {
        write(collection, message(before, "{}"), message(bad, TOO_LARGE), message(behind, "{}"));

        assertThat(arrived(before, behind)).containsSubsequence(before.toString(), behind.toString());
        awaitSetAside(true);
        assertThat(setAside().getString("body")).isEqualTo(TOO_LARGE);
        assertThat(letter().body()).isEmpty();
        assertThat(letter().headers())
                .containsEntry("dead-letter-topic", "outbox")
                .containsEntry("ce_type", "note.drafted.v1");
        awaitNothingPending(collection);
    }

    @Test
    void one_that_cannot_be_read_is_set_aside_too() {
        Document unreadable = message(bad, "{}");
        unreadable.remove("headers");
        write("notes", unreadable, message(behind, "{}"));

        assertThat(arrived(behind)).contains(behind.toString());
        awaitSetAside(true);
        awaitNothingPending("notes");
    }

    @Test
    void replayed_it_goes_into_the_outbox_again() {
        write("notes", message(bad, TOO_LARGE));
        awaitSetAside(true);
        String place = "outbox/0/" + letter().headers().get("dead-letter-offset");
        collection("outbox_set_aside").updateOne(Filters.eq("_id", bad), Updates.set("body", "{}"));

        decide(Action.REPLAY);

        assertThat(arrived(bad)).contains(bad.toString());
        assertThat(outcome(place)).isEqualTo("replayed");
        awaitSetAside(false);
    }

    @Test
    void dropped_it_is_gone() {
        write("notes", message(bad, TOO_LARGE));
        awaitSetAside(true);
        String place = "outbox/0/" + letter().headers().get("dead-letter-offset");

        decide(Action.DROP);

        assertThat(outcome(place)).isEqualTo("dropped");
        awaitSetAside(false);
    }

    private void write(String collection, Document... messages) {
        collection(collection)
                .insertOne(new Document("_id", document)
                        .append("outboxPending", true)
                        .append("outbox", List.of(messages)));
    }

    private static Document message(UUID id, String body) {
        return new Document("id", id)
                .append("topic", EVENTS)
                .append("key", id.toString())
                .append("type", "note.drafted.v1")
                .append("headers", new Document("ce_id", id.toString()))
                .append("body", body);
    }

    private static List<String> arrived(UUID... ids) {
        List<String> wanted = Stream.of(ids).map(UUID::toString).toList();
        for (String id : wanted) TopicClient.await(EVENTS, message -> id.equals(message.key()));
        return TopicClient.all(EVENTS).stream()
                .map(Message::key)
                .filter(wanted::contains)
                .distinct()
                .toList();
    }

    private void awaitSetAside(boolean there) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> (collection("outbox_set_aside").countDocuments(Filters.eq("_id", bad)) == 1) == there);
    }

    private Document setAside() {
        return collection("outbox_set_aside").find(Filters.eq("_id", bad)).first();
    }

    private Message letter() {
        return TopicClient.await(
                LETTERS, message -> bad.toString().equals(message.headers().get("ce_id")));
    }

    private void awaitNothingPending(String collection) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> collection(collection)
                                .countDocuments(
                                        Filters.and(Filters.eq("_id", document), Filters.eq("outboxPending", true)))
                        == 0);
    }

    private void decide(Action action) {
        long offset = Long.parseLong(letter().headers().get("dead-letter-offset"));
        TopicClient.send(
                LETTERS,
                letter().key(),
                new LetterDecision("outbox", 0, offset, bad.toString(), action, "").headers(),
                "");
    }

    private static String outcome(String place) {
        return TopicClient.await(
                        LETTERS, message -> place.equals(message.headers().get("dead-letter-settled")))
                .headers()
                .get("dead-letter-outcome");
    }
}
