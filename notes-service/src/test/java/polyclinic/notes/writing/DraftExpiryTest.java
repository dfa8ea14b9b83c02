package polyclinic.notes.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.NotesServiceTest;

/** The end of drafts in which nobody writes, with the times that operators have by default. */
@QuarkusTest
class DraftExpiryTest extends NotesServiceTest {
    private static final Duration LAST = Duration.ofDays(30);
    private static final Duration NOTICE = Duration.ofDays(3);

    @Inject
    DraftExpiry expiry;

    private final UUID patient = patientInCare();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    /** A draft in which nobody has written for so long. */
    private String untouchedFor(Duration time) {
        String id = drafted("doctor", patient, "manual", "{\"text\":\"Cough\"}").getString("id");
        collection("notes").updateOne(ofNote(id), Updates.set("draftTouchedAt", Date.from(now.minus(time))));
        return id;
    }

    private static Bson ofNote(String id) {
        return Filters.eq("_id", UUID.fromString(id));
    }

    private void look(Instant time) {
        while (expiry.round(time).await().atMost(Duration.ofSeconds(10))) continue;
    }

    private Document stored(String id) {
        return Objects.requireNonNull(collection("notes").find(ofNote(id)).first());
    }

    @Test
    void who_began_a_draft_is_told_once_before_it_goes() {
        String id = untouchedFor(LAST.minus(NOTICE).plusHours(1));
        String recent = untouchedFor(LAST.minus(NOTICE).minusHours(1));

        look(now);
        look(now.plusSeconds(1));

        Instant end = now.plus(NOTICE);
        TopicClient.Message event = TopicClient.await("notes.events", message -> id.equals(message.key()), 2)
                .get(1);
        assertThat(event.type()).isEqualTo("note.draft-expiring.v1");
        assertThat(event.text("createdBy")).isEqualTo(Tokens.subject("doctor"));
        assertThat(event.text("expiresAt")).isEqualTo(end.toString());
        assertThat(event.body()).doesNotContain("Cough");
        as("doctor")
                .get("/api/v1/notes/" + id)
                .then()
                .header("ETag", "\"1\"")
                .body("expiresAt", equalTo(end.toString()));
        as("doctor").get("/api/v1/notes/" + recent).then().body("expiresAt", equalTo(null));
        sign("doctor", id);
        assertThat(TopicClient.await("notes.events", message -> id.equals(message.key()), 3))
                .extracting(TopicClient.Message::type)
                .containsExactly("note.drafted.v1", "note.draft-expiring.v1", "note.signed.v1");
    }

    @Test
    void a_draft_that_was_told_goes_at_its_end_with_its_earlier_texts() {
        String id = drafted("doctor", patient, "manual", "{\"text\":\"Cough\"}").getString("id");
        edit("doctor", id, 1, "{\"content\":{\"text\":\"Cough and fever\"}}")
                .then()
                .statusCode(200);
        collection("notes")
                .updateOne(ofNote(id), Updates.set("draftTouchedAt", Date.from(now.minus(LAST.minusDays(1)))));
        look(now);

        look(now.plus(NOTICE).minusSeconds(60));
        as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
        look(now.plus(NOTICE).plusSeconds(60));

        as("doctor").get("/api/v1/notes/" + id).then().statusCode(404);
        assertThat(stored(id).toString()).doesNotContain("Cough", "fever");
        assertThat(collection("note_versions").countDocuments(Filters.eq("noteId", UUID.fromString(id))))
                .isZero();
        assertThat(TopicClient.await("notes.events", message -> id.equals(message.key()), 4))
                .extracting(TopicClient.Message::type)
                .endsWith("note.draft-expiring.v1", "note.discarded.v1");
        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText())
                        && message.json().path("action").asText().equals("delete"),
                1);
        assertThat(entries.get(0).json().at("/actor/subject").asText()).isNotEqualTo(Tokens.subject("doctor"));
        assertThat(entries.get(0).text("patientId")).isEqualTo(patient.toString());
    }

    @Test
    void a_draft_of_which_nobody_was_told_does_not_go_however_late_it_is_found() {
        String id = untouchedFor(LAST.multipliedBy(4));

        look(now);

        as("doctor")
                .get("/api/v1/notes/" + id)
                .then()
                .statusCode(200)
                .body("expiresAt", equalTo(now.plus(NOTICE).toString()));
        look(now.plus(NOTICE).minusSeconds(60));
        as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
    }

    @Test
    void whoever_writes_in_it_keeps_it() {
        String id = untouchedFor(LAST.minusDays(1));
        look(now);

        as("doctor")
                .header("If-Match", "\"1\"")
                .body("{\"content\":{\"text\":\"Cough and fever\"}}")
                .put("/api/v1/notes/" + id + "/draft")
                .then()
                .statusCode(200)
                .body("expiresAt", equalTo(null));

        look(now.plus(NOTICE).plusSeconds(60));
        as("doctor").get("/api/v1/notes/" + id).then().statusCode(200);
    }

    @Test
    void what_is_signed_or_marked_has_no_end_in_any_index() {
        String signed = untouchedFor(LAST);
        String marked = untouchedFor(LAST);
        look(now);
        assertThat(stored(signed)).containsKey("expiresAt");

        sign("doctor", signed);
        as("doctor")
                .body("{\"reason\":\"of another patient\"}")
                .post("/api/v1/notes/" + marked + "/entered-in-error")
                .then()
                .statusCode(200);

        for (String id : List.of(signed, marked))
            assertThat(stored(id)).doesNotContainKeys("expiresAt", "draftTouchedAt");
        look(now.plus(NOTICE).plusSeconds(60));
        as("doctor").get("/api/v1/notes/" + signed).then().statusCode(200).body("content.text", equalTo("Cough"));
        as("doctor").get("/api/v1/notes/" + marked).then().statusCode(200).body("content.text", equalTo("Cough"));
    }

    @Test
    void the_store_ends_drafts_alone_and_a_week_later_than_the_service() {
        Document index = collection("notes").listIndexes().into(new ArrayList<>()).stream()
                .filter(one -> "draft_expires".equals(one.getString("name")))
                .findFirst()
                .orElseThrow();

        assertThat(index.get("key", Document.class)).isEqualTo(new Document("expiresAt", 1));
        assertThat(index.get("expireAfterSeconds"))
                .isInstanceOfSatisfying(Number.class, seconds -> assertThat(seconds.longValue())
                        .isEqualTo(Duration.ofDays(7).toSeconds()));
    }
}
