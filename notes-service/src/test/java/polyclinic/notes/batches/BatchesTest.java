package polyclinic.notes.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NoteFixtures;
import polyclinic.notes.testing.NotesServiceTest;

@QuarkusTest
class BatchesTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    /** What may be sent in batches. */
    enum Kind {
        HISTORY("history", "history", "history.recorded.v1", """
                {"type":"visit","date":"2001-02-%02d","content":{"reason":"a broken arm"},"source":"import"}"""),
        CLINICAL_DATA("clinical-data", "clinical_data", "clinical-data.recorded.v1", """
                {"dataType":"vital_signs","data":{"pulse":70},"effectiveAt":"2001-02-%02dT10:00:00Z"}""");

        private final String path;
        private final String entity;
        private final String event;
        private final String entry;

        Kind(String path, String entity, String event, String entry) {
            this.path = "/api/v1/" + path + "/batch";
            this.entity = entity;
            this.event = event;
            this.entry = entry;
        }

        String entries(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(entry::formatted)
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_entries_are_stored_told_and_shown_one_by_one_and_the_trail_names_all_of_them_at_once(Kind kind) {
        List<String> ids = ids(send("nurse", kind, kind.entries(3)));

        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        for (String id : ids)
            assertThat(TopicClient.await("notes.events", message -> id.equals(message.key()))
                            .type())
                    .isEqualTo(kind.event);
        as("doctor")
                .get(kind.path.replace("/batch", "?patientId=" + patient))
                .then()
                .body("items.id", contains(ids.get(2), ids.get(1), ids.get(0)));
        await().until(() -> as("doctor")
                .get("/api/v1/timelines/" + patient)
                .<List<String>>path("items.entityId")
                .containsAll(ids));
        TopicClient.Message entry =
                TopicClient.await("audit.entries", message -> message.body().contains(ids.get(0)));
        assertThat(entry.text("action")).isEqualTo("create");
        assertThat(entry.text("entityType")).isEqualTo(kind.entity);
        assertThat(entry.text("patientId")).isEqualTo(patient.toString());
        assertThat(entry.json().findValuesAsText("entityId")).isEmpty();
        assertThat(entry.json().path("entityIds")).extracting(id -> id.asText()).containsExactlyElementsOf(ids);
    }

    @ParameterizedTest
    @EnumSource
    void one_key_stores_once_and_is_no_key_of_other_entries(Kind kind) {
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(10, () -> send("admin", kind, kind.entries(4), key));

        NoteFixtures.assertOneEffect(answers, 200);
        assertThat(stored(kind)).isEqualTo(4);
        send("admin", kind, kind.entries(5), key)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:idempotency-key-reused"));
    }

    /** The server died within the write: of the entries there is a beginning, and no receipt. */
    @ParameterizedTest
    @EnumSource
    void a_repetition_stores_what_a_killed_request_did_not(Kind kind) {
        String key = UUID.randomUUID().toString();
        Response whole = send("nurse", kind, kind.entries(5), key);
        List<UUID> ids = ids(whole).stream().map(UUID::fromString).toList();
        collection(kind.entity).deleteMany(Filters.in("_id", ids.subList(2, 5)));

        Response again = send("nurse", kind, kind.entries(5), key);

        again.then().statusCode(200);
        assertThat(again.asString()).isEqualTo(whole.asString());
        assertThat(stored(kind)).isEqualTo(5);
        TopicClient.Message entry = TopicClient.await(
                "audit.entries",
                message -> message.text("action").equals("create")
                        && message.json().path("entityIds").size() == 3
                        && message.body().contains(ids.get(2).toString()));
        assertThat(entry.body()).doesNotContain(ids.get(1).toString());
        assertThat(send("nurse", kind, kind.entries(5), key).header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @EnumSource
    void one_wrong_entry_refuses_all_and_each_wrong_one_is_named(Kind kind) {
        String good = kind.entry.formatted(1);
        String future = good.replace("2001-", "2100-");
        String operator = good.replace("reason", "$where").replace("pulse", "$where");

        send("nurse", kind, "[" + String.join(",", good, future, good, operator) + "]")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:invalid-input"))
                .body(
                        "violations.field",
                        kind == Kind.HISTORY
                                ? contains("entries[1].date", "entries[3].content")
                                : contains("entries[1].effectiveAt", "entries[3].data"));
        send("nurse", kind, "[]").then().statusCode(422);
        send("nurse", kind, IntStream.range(0, 101).mapToObj(i -> good).collect(Collectors.joining(",", "[", "]")))
                .then()
                .statusCode(422);
        assertThat(stored(kind)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void the_patient_must_be_known_and_within_reach(Kind kind) {
        String entries = kind.entries(2);
        for (Response refused :
                List.of(send("nurse", UUID.randomUUID(), kind, entries), send("doctor2", patient, kind, entries)))
            refused.then().statusCode(422).body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        send("doctor", kind, kind.entries(2)).then().statusCode(200);
    }

    @Test
    void what_was_brought_in_before_is_told_and_not_stored_again() {
        List<String> first = ids(send("importer", Kind.HISTORY, brought("a", "b")));

        Response second = send("importer", Kind.HISTORY, brought("b", "c", "a"));

        second.then().statusCode(200).body("items.existing", contains(true, false, true));
        assertThat(ids(second)).startsWith(first.get(1)).endsWith(first.get(0));
        assertThat(stored(Kind.HISTORY)).isEqualTo(3);
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++)
            send("importer", Kind.HISTORY, brought("a", "c"), key)
                    .then()
                    .statusCode(200)
                    .body("items.existing", contains(true, true));
        as("importer")
                .body("{\"patientId\":\"%s\",%s"
                        .formatted(patient, brought("a").substring(2).replaceFirst("]$", "")))
                .post("/api/v1/history")
                .then()
                .statusCode(409);
    }

    @Test
    void of_requests_that_bring_the_same_at_the_same_time_each_is_told_the_same() {
        List<Response> answers = Concurrently.run(8, () -> send("importer", Kind.HISTORY, brought("a", "b", "c", "d")));

        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 200)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(stored(Kind.HISTORY)).isEqualTo(4));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(409));
        assertThat(ids(send("importer", Kind.HISTORY, brought("a", "b", "c", "d"))))
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void one_id_of_elsewhere_twice_in_a_request_refuses_it() {
        send("importer", Kind.HISTORY, brought("a", "b", "a"))
                .then()
                .statusCode(422)
                .body("violations.field", contains("entries[2].provenance.externalId"));
        assertThat(stored(Kind.HISTORY)).isZero();
    }

    @Test
    void what_another_patient_has_refuses_all() {
        UUID other = patientInCare();
        send("importer", other, Kind.HISTORY, brought("a")).then().statusCode(200);

        send("importer", Kind.HISTORY, brought("b", "a"))
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:duplicate-external-id"))
                .body("field", equalTo("entries[1].provenance.externalId"));
        assertThat(stored(Kind.HISTORY)).isZero();
    }

    @Test
    void an_importer_says_where_each_entry_comes_from_and_others_do_not() {
        send("importer", Kind.HISTORY, "[" + Kind.HISTORY.entry.formatted(1) + "]")
                .then()
                .statusCode(422)
                .body("violations.field", contains("entries[0].provenance"));
        send("nurse", Kind.HISTORY, brought("a")).then().statusCode(403);
        send("admin", Kind.HISTORY, brought("a")).then().statusCode(200).body("items", hasSize(1));
    }

    @Test
    void a_document_of_another_patient_is_refused_with_the_place_of_its_entry() {
        String entry = Kind.HISTORY.entry.formatted(1);
        send(
                        "nurse",
                        Kind.HISTORY,
                        "[%s,%s]"
                                .formatted(
                                        entry,
                                        entry.replaceFirst("}$", ",\"documentId\":\"" + UUID.randomUUID() + "\"}")))
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:unknown-reference"))
                .body("violations.field", contains("entries[1].documentId"));
        assertThat(stored(Kind.HISTORY)).isZero();
    }

    @Test
    void a_laboratory_sends_results_and_nothing_else_among_them() {
        String vital = Kind.CLINICAL_DATA.entry.formatted(1);
        String result = vital.replace("vital_signs", "lab_result");

        send("lab", Kind.CLINICAL_DATA, "[%s,%s]".formatted(result, vital))
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:polyclinic:problem:not-a-lab-result"));
        assertThat(stored(Kind.CLINICAL_DATA)).isZero();
        send("lab", Kind.CLINICAL_DATA, "[%s,%s]".formatted(result, result))
                .then()
                .statusCode(200)
                .body("items.existing", contains(false, false));
    }

    private Response send(String user, Kind kind, String entries) {
        return send(user, patient, kind, entries);
    }

    private static Response send(String user, UUID of, Kind kind, String entries) {
        return as(user).body("{\"patientId\":\"%s\",\"entries\":%s}".formatted(of, entries))
                .post(kind.path);
    }

    private Response send(String user, Kind kind, String entries, String key) {
        return as(user).header("Idempotency-Key", key)
                .body("{\"patientId\":\"%s\",\"entries\":%s}".formatted(patient, entries))
                .post(kind.path);
    }

    /** Entries of a system of this patient's own, so that no other test has brought them. */
    private String brought(String... externalIds) {
        return Arrays.stream(externalIds)
                .map(id -> Kind.HISTORY
                        .entry
                        .formatted(1)
                        .replaceFirst(
                                "}$",
                                ",\"provenance\":{\"source\":\"urn:%s\",\"externalId\":\"%s\"}}"
                                        .formatted(patient, id)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> ids(Response answer) {
        return answer.then().statusCode(200).extract().path("items.id");
    }

    private long stored(Kind kind) {
        return collection(kind.entity).countDocuments(new Document("patientId", patient));
    }
}
