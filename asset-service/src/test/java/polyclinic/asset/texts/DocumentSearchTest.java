package polyclinic.asset.texts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.batch;
import static polyclinic.asset.AssetClient.inBatch;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class DocumentSearchTest {
    @Inject
    Stores stores;

    @Inject
    TextExtraction extraction;

    /** What other tests have stored is not read here. */
    @BeforeEach
    void begin_clean() {
        Stores.await(stores.collection("asset")
                .updateMany(
                        new Document("text.status", new Document("$in", List.of("RECEIVED", "EXTRACTING"))),
                        new Document("$set", new Document("text.status", "FAILED"))));
    }

    private String read(String id) {
        change(id, "$set", new Document("scan", "CLEAN"));
        assertThat(Stores.await(extraction.extractDue())).isEqualTo(1);
        return id;
    }

    private void change(String id, String operator, Document change) {
        Stores.await(stores.collection("asset").updateOne(new Document("_id", id), new Document(operator, change)));
    }

    private String text(UUID patient, String text) {
        return read(stored("document", patient, text.getBytes(UTF_8), "text/plain"));
    }

    private static Response search(String role, String q, UUID patient) {
        Response answer = as(Tokens.of(role))
                .queryParam("q", q)
                .queryParam("patientId", patient)
                .get(AssetClient.ASSETS);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer;
    }

    private static List<String> found(String q, UUID patient) {
        return search("nurse", q, patient).path("items.id");
    }

    @Test
    void a_document_is_found_by_the_beginnings_of_its_words_in_every_script() {
        UUID patient = patient();
        String id = text(patient, "Überweisung: Herr Müller, क्षय रोग, 肺結核, θρόμβωση, туберкулёз, التهاب الرئة");
        text(patient, "Nothing of the kind");

        for (String q : List.of("uberw mueller", "क्षय", "結核", "θρομβ", "туберкулез", "التهاب", "muller 肺結核 ΘΡΌΜΒΩΣΗ"))
            assertThat(found(q, patient)).as(q).containsExactly(id);
        for (String q : List.of("weisung", "uberweisung gesund", "核結"))
            assertThat(found(q, patient)).as(q).isEmpty();
    }

    @Test
    void the_snippet_is_the_piece_of_the_text_that_answers_and_says_where() {
        UUID patient = patient();
        text(patient, "First page.\fThe left lung shows a fine shadow; compare with the film of last year.");

        Response answer = search("nurse", "shadow lung", patient);

        String snippet = answer.path("items[0].snippet");
        assertThat(snippet).startsWith("The left lung shows");
        List<Integer> starts = answer.path("items[0].highlights.start");
        List<Integer> ends = answer.path("items[0].highlights.end");
        assertThat(IntStream.range(0, starts.size()).mapToObj(i -> snippet.substring(starts.get(i), ends.get(i))))
                .containsExactly("lung", "shadow");
        assertThat(search("nurse", "first shadow", patient).<List<String>>path("items.snippet"))
                .hasSize(1);
        assertThat(as(Tokens.of("nurse"))
                        .get(AssetClient.ASSETS + "?patientId=" + patient)
                        .<String>path("items[0].snippet"))
                .isNull();
    }

    @Test
    void who_may_not_read_a_document_does_not_find_it_and_whom_an_answer_shows_stands_in_the_trail() {
        UUID patient = patient();
        String id = text(patient, "A rare ailment: qwandary");

        Response everywhere = as(Tokens.of("nurse")).get(AssetClient.ASSETS + "?q=qwandary");
        assertThat(everywhere.<List<String>>path("items.id")).containsExactly(id);
        assertThat(as(Tokens.of("doctor"))
                        .get(AssetClient.ASSETS + "?q=qwandary")
                        .<List<String>>path("items.id"))
                .isEmpty();
        Response another = as(Tokens.of("doctor")).get(AssetClient.ASSETS + "?q=qwandary&patientId=" + patient);
        assertThat(another.asString()).doesNotContain("qwandary", id);
        assertThat(as(Tokens.of("pharmacist"))
                        .get(AssetClient.ASSETS + "?q=qwandary")
                        .asString())
                .doesNotContain(id);

        var entry = TopicClient.await(
                "audit.entries",
                message -> message.body().contains("qwandary") && message.body().contains(patient.toString()));
        assertThat(entry.text("action")).isEqualTo("search");
        assertThat(entry.text("entityType")).isEqualTo("asset");
    }

    @Test
    void other_conditions_narrow_a_search_and_pages_follow_each_other() {
        UUID patient = patient();
        String batch = batch(patient);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) ids.add(0, text(patient, "Discharge letter " + i));
        String inBatch = read(inBatch(batch, patient, Papers.pdf("Discharge letter"), "application/pdf"));

        String url = AssetClient.ASSETS + "?q=discharge&patientId=" + patient;
        assertThat(as(Tokens.of("nurse")).get(url + "&batchId=" + batch).<List<String>>path("items.id"))
                .containsExactly(inBatch);
        assertThat(as(Tokens.of("nurse")).get(url + "&kind=patient_photo").<List<String>>path("items.id"))
                .isEmpty();
        assertThat(as(Tokens.of("nurse"))
                        .get(url + "&appointmentId=" + UUID.randomUUID())
                        .<List<String>>path("items.id"))
                .isEmpty();
        ids.add(0, inBatch);
        Response first = as(Tokens.of("nurse")).get(url + "&limit=3");
        assertThat(first.<List<String>>path("items.id")).containsExactlyElementsOf(ids.subList(0, 3));
        Response second = as(Tokens.of("nurse"))
                .queryParam("after", first.<String>path("next"))
                .get(url + "&limit=3");
        assertThat(second.<List<String>>path("items.id")).containsExactlyElementsOf(ids.subList(3, 4));
        assertThat(second.<String>path("next")).isNull();
    }

    @Test
    void in_a_long_document_the_index_is_rough_and_the_answer_is_not() {
        UUID patient = patient();
        String words = IntStream.range(0, 3000)
                .mapToObj(i -> "w" + Integer.toString(i + 50_000, 36))
                .collect(Collectors.joining(" "));
        String id = text(patient, words + " zygomatic");

        assertThat(found("zygomatic", patient)).containsExactly(id);
        assertThat(found("zygote", patient)).isEmpty();
    }

    @Test
    void what_an_earlier_release_has_extracted_is_indexed_and_what_is_deleted_is_found_no_more() {
        UUID patient = patient();
        String id = text(patient, "Scoliosis");
        change(id, "$unset", new Document("words", ""));
        assertThat(found("scoliosis", patient)).isEmpty();

        assertThat(Stores.await(extraction.extractDue())).isZero();

        assertThat(found("scoliosis", patient)).containsExactly(id);
        as(Tokens.of("admin")).delete(AssetClient.ASSETS + "/" + id).then().statusCode(204);
        assertThat(found("scoliosis", patient)).isEmpty();
        assertThat(stores.asset(id)).doesNotContainKeys("words", "pages");
    }

    @Test
    void what_was_proposed_of_a_document_makes_it_digitized_once_and_it_is_found_as_before() {
        UUID patient = patient();
        String id = text(patient, "Kyphosis");
        String unread = stored("document", patient, "Lordosis".getBytes(UTF_8), "text/plain");
        for (String document : List.of(unread, id, id))
            TopicClient.publish(
                    "notes.events",
                    "document.digitized.v1",
                    UUID.fromString(document),
                    Map.of("documentId", document, "patientId", patient, "proposals", 1));

        var told = TopicClient.await(
                "asset.events",
                event -> event.key().equals(id) && event.body().contains("\"textStatus\":\"digitized\""));
        assertThat(told.text("patientId")).isEqualTo(patient.toString());
        assertThat(as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + id).<String>path("textStatus"))
                .isEqualTo("digitized");
        assertThat(as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + unread).<String>path("textStatus"))
                .isEqualTo("received");
        assertThat(found("kyphosis", patient)).containsExactly(id);
        Response own = as(Tokens.of("notes-service")).get(AssetClient.ASSETS + "/" + id + "/text");
        assertThat(own.<String>path("texts[0].text")).isEqualTo("Kyphosis");
        assertThat(as(Tokens.of("notes-service"))
                        .get(AssetClient.ASSETS + "/" + id)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void an_index_answers_a_search() {
        List<Document> keys = Stores.await(stores.collection("asset")
                .listIndexes()
                .map(index -> index.get("key", Document.class))
                .collect()
                .asList());

        assertThat(keys).contains(new Document("text.status", 1).append("words", 1));
        assumeTrue(MongoServer.givenUrl().isPresent(), "the server inside the tests explains nothing");
        assertThat(plan().toJson()).contains("\"text_words\"").doesNotContain("\"COLLSCAN\"");
    }

    private Document plan() {
        Document condition = new Document("words", new Document("$regex", "^rhinov"))
                .append("text.status", new Document("$in", List.of("EXTRACTED", "DIGITIZED")));
        return stores.run(new Document("explain", new Document("find", "asset").append("filter", condition)));
    }

    @Test
    void a_question_without_a_word_is_refused() {
        Response refused = as(Tokens.of("nurse")).get(AssetClient.ASSETS + "?q=...");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<String>path("violations[0].field")).isEqualTo("q");
    }
}
