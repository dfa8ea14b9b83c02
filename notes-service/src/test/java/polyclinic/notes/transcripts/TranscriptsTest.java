package polyclinic.notes.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;
import static polyclinic.notes.testing.TranscriptFixtures.completed;
import static polyclinic.notes.testing.TranscriptFixtures.recording;
import static polyclinic.notes.testing.TranscriptFixtures.started;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

/** Transcripts and the notes that are made from them, through HTTP. */
@QuarkusTest
class TranscriptsTest extends NotesServiceTest {
    private static final String PATH = "/api/v1/transcripts/";

    private final UUID patient = patientInCare();

    private static Response append(String user, String id, int sequence, String... texts) {
        StringBuilder segments = new StringBuilder();
        for (int i = 0; i < texts.length; i++)
            segments.append(i == 0 ? "" : ",")
                    .append("{\"start\":%d,\"end\":%d.5,\"text\":\"%s\"}"
                            .formatted(sequence + i, sequence + i, texts[i]));
        return as(user).body("{\"sequence\":%d,\"segments\":[%s]}".formatted(sequence, segments))
                .post(PATH + id + "/segments");
    }

    @Test
    void what_is_said_is_appended_while_it_is_recorded_and_kept_with_times_speakers_and_confidence() {
        String id = started("doctor", patient);

        as("doctor")
                .body("""
                {"sequence":1,"segments":[{"start":0.50,"end":2.125,"speaker":"patient","text":"I cough.","confidence":0.9150}]}""")
                .post(PATH + id + "/segments")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("segmentCount", equalTo(1))
                .body("segments.sequence", contains(1));
        append("doctor", id, 2, "Since Monday.")
                .then()
                .statusCode(200)
                .body("segments.text", contains("Since Monday."));
        append("doctor", id, 2, "Since Monday.").then().statusCode(200).body("segments", empty());
        assertProblem(append("doctor", id, 9, "Lost."), 409, "segment-gap");

        String stored =
                as("doctor").get(PATH + id).then().statusCode(200).extract().asString();
        assertThat(stored)
                .contains("\"start\":0.50", "\"end\":2.125", "\"confidence\":0.9150", "\"speaker\":\"patient\"")
                .contains("\"given\":true");
    }

    @Test
    void of_many_who_append_the_same_at_once_it_is_there_once_in_its_order() {
        String id = started("doctor", patient);

        List<Response> answers = Concurrently.run(IntStream.range(0, 8)
                .<Callable<Response>>mapToObj(i -> () -> append("doctor", id, 1, "one", "two"))
                .toList());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        as("doctor").get(PATH + id).then().body("segments.text", contains("one", "two"));
    }

    @Test
    void nothing_is_kept_without_consent() {
        for (String consent : List.of(
                "",
                ",\"consent\":null",
                ",\"consent\":{\"given\":true}",
                ",\"consent\":{\"given\":false,\"by\":\"x\",\"at\":\"2026-03-02T09:00:00Z\"}"))
            as("doctor")
                    .body("{\"patientId\":\"" + patient + "\"" + consent + "}")
                    .post("/api/v1/transcripts")
                    .then()
                    .statusCode(422);
        as("nurse").get("/api/v1/transcripts?patientId=" + patient).then().body("items", empty());
    }

    @Test
    void it_is_seen_as_notes_are() {
        String id = started("doctor", patient);
        append("doctor", id, 1, "I cough.").then().statusCode(200);

        asPatient(patient).get(PATH + id).then().statusCode(404);
        as("doctor2").get(PATH + id).then().statusCode(404);
        as("doctor2").get("/api/v1/transcripts?patientId=" + patient).then().body("items", empty());
        assertThat(append("doctor2", id, 2, "x").statusCode()).isEqualTo(404);
        assertProblem(append("nurse", id, 2, "x"), 403, "not-the-author");
        as("doctor")
                .body("{\"audioAssetId\":\"" + recording(patient) + "\",\"segmentCount\":1}")
                .post(PATH + id + "/complete")
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"));

        asPatient(patient).get(PATH + id).then().statusCode(200).body("segments", hasSize(1));
        asPatient(patient)
                .get("/api/v1/transcripts")
                .then()
                .body("items.id", contains(id))
                .body("items[0].segments", equalTo(null));
        as("doctor2").get(PATH + id).then().statusCode(404);
        as("doctor")
                .body("{\"reason\":\"of another patient\"}")
                .post(PATH + id + "/entered-in-error")
                .then()
                .statusCode(200)
                .header("ETag", "\"4\"");
        asPatient(patient).get(PATH + id).then().statusCode(404);
        asPatient(patient).get("/api/v1/transcripts").then().body("items", empty());
        as("nurse").get(PATH + id).then().statusCode(200);
        assertProblem(append("doctor", id, 2, "x"), 409, "entered-in-error");
    }

    @Test
    void each_sentence_of_a_note_leads_back_to_what_was_said_and_to_its_sound() {
        String transcript = completed("doctor", patient);
        List<String> segments = as("doctor").get(PATH + transcript).path("segments.id");
        String note = as("doctor")
                .body("""
                {"patientId":"%s","type":"audio_transcription","content":{"subjective":"Cough for three days. No fever."},\
                "sources":[{"path":"subjective","start":0,"end":21,"transcriptId":"%s","segmentIds":["%s"]}]}""".formatted(patient, transcript, segments.get(1)))
                .post("/api/v1/notes")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        as("doctor")
                .header("If-Match", "\"1\"")
                .body("{\"content\":{\"subjective\":\"She is well. Cough for three days. No fever.\"}}")
                .put("/api/v1/notes/" + note + "/draft")
                .then()
                .statusCode(200)
                .body("sources[0].start", equalTo(13))
                .body("sources[0].end", equalTo(34));
        sign("doctor", note);

        Response read = as("doctor").get("/api/v1/notes/" + note);
        String text = read.path("content.subjective");
        assertThat(text.substring(read.path("sources[0].start"), read.path("sources[0].end")))
                .isEqualTo("Cough for three days.");
        String named = read.path("sources[0].segmentIds[0]");
        Response heard = as("doctor").get(PATH + read.<String>path("sources[0].transcriptId"));
        assertThat(heard.<String>path("segments.find { it.id == '" + named + "' }.text"))
                .isEqualTo("I have had a cough for three days.");
        assertThat(heard.<String>path("segments.find { it.id == '" + named + "' }.sound"))
                .isEqualTo("/api/v1/assets/" + heard.path("audioAssetId") + "/content#t=2.5,6.125");
    }

    @Test
    void a_source_that_leads_nowhere_is_refused_also_in_a_patch() {
        String transcript = completed("doctor", patient);
        String segment = as("doctor").get(PATH + transcript).path("segments[0].id");
        String note = as("doctor")
                .body("{\"patientId\":\"%s\",\"type\":\"manual\",\"content\":{\"a\":\"x\"}}".formatted(patient))
                .post("/api/v1/notes")
                .path("id");
        String source = "{\"sources\":[{\"path\":\"%s\",\"transcriptId\":\"%s\",\"segmentIds\":[\"%s\"]}]}";

        edit("doctor", note, 1, source.formatted("b", transcript, segment))
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("sources[0].path"));
        UUID other = patientInCare();
        String ofOther = completed("doctor", other);
        String segmentOfOther = as("doctor").get(PATH + ofOther).path("segments[0].id");
        assertProblem(
                edit("doctor", note, 1, source.formatted("a", ofOther, segmentOfOther)), 422, "unknown-reference");
        assertProblem(
                edit("doctor", note, 1, source.formatted("a", transcript, segmentOfOther)), 422, "unknown-reference");
        edit("doctor", note, 1, source.formatted("a", transcript, segment))
                .then()
                .statusCode(200)
                .body("sources", hasSize(1));
    }

    @Test
    void each_step_is_in_the_trail_and_the_end_alone_is_an_event_without_what_was_said() {
        String id = completed("doctor", patient);
        as("doctor").get(PATH + id).then().statusCode(200);

        List<TopicClient.Message> entries = TopicClient.await(
                "audit.entries",
                message -> id.equals(message.json().path("entityId").asText()),
                4);
        assertThat(entries)
                .extracting(entry -> entry.json().path("action").asText())
                .containsExactlyInAnyOrder("create", "update", "complete", "read");
        assertThat(entries)
                .allSatisfy(entry ->
                        assertThat(entry.body()).contains(patient.toString()).doesNotContain("cough"));
        List<TopicClient.Message> events = TopicClient.await("notes.events", message -> id.equals(message.key()), 1);
        assertThat(events).extracting(TopicClient.Message::type).containsExactly("transcript.completed.v1");
        assertThat(events.get(0).body()).contains("audioAssetId").doesNotContain("cough");
        assertThat(new HashSet<>(entries)).hasSize(4);
    }
}
