package polyclinic.asset.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.batch;
import static polyclinic.asset.AssetClient.inBatch;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class TextExtractionTest {
    private static final String PDF = "application/pdf";

    @Inject
    Stores stores;

    @Inject
    Assets assets;

    @Inject
    DocumentTexts texts;

    @Inject
    TextExtraction extraction;

    @Inject
    BlobStore blobs;

    @Inject
    MeterRegistry metrics;

    /** What other tests have stored is not waited for. */
    @BeforeEach
    void begin_clean() {
        Stores.await(stores.collection("asset")
                .updateMany(
                        new Document("text.status", new Document("$in", List.of("RECEIVED", "EXTRACTING"))),
                        new Document("$set", new Document("text.status", "FAILED"))));
    }

    private String scanned(String id) {
        set(id, "scan", "CLEAN");
        return id;
    }

    private void set(String id, String field, Object value) {
        Stores.await(stores.collection("asset")
                .updateOne(new Document("_id", id), new Document("$set", new Document(field, value))));
    }

    private int extract() {
        return Stores.await(extraction.extractDue());
    }

    private double unread(String reason) {
        return metrics.counter("polyclinic.documents.unread", "reason", reason).count();
    }

    private static Response text(String id) {
        return as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + id + "/text");
    }

    private static List<String> told(String id, int count) {
        return TopicClient.await(
                        "asset.events",
                        event -> event.key().equals(id) && event.type().equals("asset.text-updated.v1"),
                        count)
                .stream()
                .map(event -> event.text("textStatus"))
                .toList();
    }

    @Test
    void a_document_is_read_once_the_scanner_has_seen_it_and_all_are_told() {
        UUID patient = patient();
        String batch = batch(patient);
        String id = inBatch(batch, patient, Papers.pdf(Papers.LETTER, "Haemoglobin 12.5 g/dl"), PDF);
        assertThat(extract()).isZero();
        assertThat(text(id).<String>path("textStatus")).isEqualTo("received");

        scanned(id);
        assertThat(extract()).isEqualTo(1);

        Response read = text(id);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.<String>path("textStatus")).isEqualTo("extracted");
        assertThat(read.<String>path("language")).isEqualTo("en");
        assertThat(read.<List<Integer>>path("texts.page")).containsExactly(1, 2);
        assertThat(read.<String>path("texts[1].text")).isEqualTo("Haemoglobin 12.5 g/dl");
        Response documents = as(Tokens.of("nurse")).get(AssetClient.BATCHES + "/" + batch);
        assertThat(documents.<String>path("documents[0].assetId")).isEqualTo(id);
        assertThat(documents.<String>path("documents[0].status")).isEqualTo("extracted");
        assertThat(documents.<Integer>path("documents[0].pages")).isEqualTo(2);
        assertThat(told(id, 2)).containsExactly("extracting", "extracted");
        var event = TopicClient.await(
                "asset.events",
                message ->
                        message.key().equals(id) && message.text("textStatus").equals("extracted"));
        assertThat(event.text("batchId")).isEqualTo(batch);
        assertThat(event.text("patientId")).isEqualTo(patient.toString());
        assertThat(event.body()).doesNotContain("Haemoglobin");
        assertThat(TopicClient.auditEntry("extract", id).text("patientId")).isEqualTo(patient.toString());
        assertThat(extract()).isZero();
    }

    @Test
    void two_that_race_read_a_document_once() {
        String id = scanned(stored("scan", patient(), Papers.pdf(Papers.LETTER), PDF));

        var both =
                Uni.join().all(extraction.extractDue(), extraction.extractDue()).andFailFast();

        assertThat(Stores.await(both).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(1);
        stored("scan", patient());
        assertThat(told(id, 2)).containsExactly("extracting", "extracted");
    }

    @Test
    void what_a_dead_one_had_taken_is_read_by_another_and_what_it_brings_later_counts_no_more() {
        String id = scanned(stored("document", patient(), Papers.pdf(Papers.LETTER), PDF));
        Asset due = Stores.await(texts.due(Instant.now()));
        Asset dead = Stores.await(texts.take(due, Instant.now(), Instant.now().plusSeconds(600), List.of()));
        assertThat(extract()).isZero();

        set(id, "text.due", Date.from(Instant.now().minusSeconds(1)));
        assertThat(extract()).isEqualTo(1);

        assertThat(Stores.await(
                        texts.extracted(dead, new DocumentText("xx", List.of("late")), List.of("late"), List.of())))
                .isNull();
        assertThat(text(id).<String>path("texts[0].text")).startsWith("The patient has had a cough");
    }

    @Test
    void a_document_that_ends_its_reader_again_and_again_is_given_up() {
        String id = scanned(stored("document", patient(), Papers.pdf(Papers.LETTER), PDF));
        set(id, "text.tries", 3);

        assertThat(extract()).isEqualTo(1);

        assertThat(text(id).<String>path("textFailure")).isEqualTo("reader_failed");
    }

    @Test
    void a_document_whose_file_is_away_waits_and_has_not_been_tried() {
        String id = scanned(stored("document", patient(), Papers.pdf(Papers.LETTER), PDF));
        set(id, "text.tries", 2);
        Stores.await(blobs.delete(Stores.await(assets.findById(id)).blobKey()));

        assertThat(extract()).isZero();

        Document waiting = stores.asset(id).get("text", Document.class);
        assertThat(waiting.getString("status")).isEqualTo("EXTRACTING");
        assertThat(waiting.getInteger("tries")).isEqualTo(2);
        assertThat(waiting.getDate("due")).isAfter(new Date());
        assertThat(stores.spooled()).isZero();
    }

    @Test
    void what_cannot_be_read_fails_with_its_reason_and_is_tried_again_when_somebody_asks() {
        UUID patient = patient();
        String batch = batch(patient);
        String encrypted = scanned(inBatch(batch, patient, Papers.encryptedPdf(), PDF));
        String picture = scanned(inBatch(batch, patient, Samples.png(), "image/png"));
        String infected = inBatch(batch, patient, Papers.pdf(Papers.LETTER), PDF);
        set(infected, "scan", "INFECTED");
        String retry = AssetClient.BATCHES + "/" + batch + "/documents/" + picture + "/retry";

        double unread = unread("encrypted");
        assertThat(extract()).isEqualTo(3);
        assertThat(unread("encrypted") - unread).isOne();

        assertThat(as(Tokens.of("nurse")).get(AssetClient.BATCHES + "/" + batch).<List<String>>path("documents.reason"))
                .containsExactly("encrypted", "ocr_not_installed", "infected");
        assertThat(told(encrypted, 2)).containsExactly("extracting", "failed");
        assertThat(TopicClient.auditEntry("extract", encrypted).text("reason")).isEqualTo("encrypted");
        for (int i = 0; i < 2; i++) {
            Response again = as(Tokens.of("nurse")).post(retry);
            assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
            assertThat(again.<String>path("status")).isEqualTo("received");
        }
        assertThat(extract()).isEqualTo(1);
        assertThat(told(picture, 5)).containsExactly("extracting", "failed", "received", "extracting", "failed");
    }

    @Test
    void what_was_read_is_not_tried_again_and_goes_with_its_document() {
        UUID patient = patient();
        String batch = batch(patient);
        String id = scanned(inBatch(batch, patient, Papers.pdf(Papers.LETTER), PDF));
        extract();

        Response again = as(Tokens.of("nurse")).post(AssetClient.BATCHES + "/" + batch + "/documents/" + id + "/retry");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.<String>path("type")).isEqualTo("urn:polyclinic:problem:not-failed");
        as(Tokens.of("admin")).delete(AssetClient.ASSETS + "/" + id).then().statusCode(204);
        assertThat(stores.asset(id)).doesNotContainKeys("text", "pages", "words");
        assertThat(text(id).statusCode()).isEqualTo(404);
    }

    @Test
    void the_suites_own_papers_and_photos_are_not_read() {
        assertThat(stores.asset(stored("patient_photo", patient(), Samples.png(), "image/png")))
                .doesNotContainKey("text");
        Response paper = AssetClient.upload(
                Tokens.of("service:prescription.document"),
                AssetClient.metadata("prescription_file", patient()),
                Samples.pdf(),
                "rx.pdf",
                PDF);
        assertThat(paper.statusCode()).as(paper.asString()).isEqualTo(201);
        assertThat(stores.asset(paper.path("id"))).doesNotContainKey("text");
    }
}
