package polyclinic.asset.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.batch;
import static polyclinic.asset.AssetClient.patient;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.AssetStubs;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

@QuarkusTest
class DocumentBatchTest {
    @Inject
    Stores stores;

    private static Response store(UUID patient, String kind, String batch) {
        return AssetClient.upload(
                Tokens.of("nurse"),
                "{\"kind\":\"" + kind + "\",\"patientId\":\"" + patient + "\",\"batchId\":\"" + batch + "\"}",
                kind.equals("patient_photo") ? Samples.png() : Samples.pdf(),
                "a.pdf",
                kind.equals("patient_photo") ? "image/png" : "application/pdf");
    }

    private static Response get(String role, String path) {
        return as(Tokens.of(role)).get(AssetClient.BATCHES + path);
    }

    @Test
    void a_batch_takes_documents_of_its_patient_until_it_is_closed() {
        UUID patient = patient();
        String batch = batch(patient);
        assertThat(store(patient, "document", batch).statusCode()).isEqualTo(201);
        assertThat(store(patient(), "document", batch).<String>path("type"))
                .isEqualTo("urn:polyclinic:problem:unknown-reference");
        assertThat(store(patient, "patient_photo", batch).<String>path("violations[0].field"))
                .isEqualTo("batchId");

        for (int i = 0; i < 2; i++) {
            Response closed = as(Tokens.of("nurse")).post(AssetClient.BATCHES + "/" + batch + "/close");
            assertThat(closed.statusCode()).isEqualTo(200);
            assertThat(closed.<String>path("status")).isEqualTo("closed");
        }

        assertThat(store(patient, "document", batch).<String>path("type"))
                .isEqualTo("urn:polyclinic:problem:batch-closed");
        Response read = get("nurse", "/" + batch);
        assertThat(read.<List<String>>path("documents.status")).containsExactly("received");
        assertThat(read.<String>path("title")).isEqualTo("Letters");
        assertThat(read.<Object>path("documents[0].patientId")).isNull();
        assertThat(TopicClient.auditEntry("close", batch).text("patientId")).isEqualTo(patient.toString());
    }

    @Test
    void a_batch_that_is_full_takes_no_more() {
        UUID patient = patient();
        String batch = batch(patient);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < DocumentBatches.MAX_DOCUMENTS; i++)
            documents.add(new Document("_id", Ids.next().toString())
                    .append("batchId", batch)
                    .append("patientId", patient.toString())
                    .append("kind", "DOCUMENT")
                    .append("status", "STORED")
                    .append("version", 1L));
        Stores.await(stores.collection("asset").insertMany(documents));
        try {
            assertThat(store(patient, "document", batch).<String>path("type"))
                    .isEqualTo("urn:polyclinic:problem:batch-full");
        } finally {
            Stores.await(stores.collection("asset").deleteMany(new Document("batchId", batch)));
        }
    }

    @Test
    void who_may_store_documents_of_a_patient_sees_their_batches_and_nobody_else_does() {
        UUID patient = patient();
        String batch = batch(patient);
        String own = "/" + batch;
        assertThat(get("receptionist", own).statusCode()).isEqualTo(200);
        assertThat(get("doctor", own).statusCode()).isEqualTo(404);
        assertThat(get("pharmacist", own).statusCode()).isEqualTo(403);
        assertThat(get("doctor", "?patientId=" + patient).<List<String>>path("items.id"))
                .isEmpty();
        assertThat(get("nurse", "?patientId=" + patient).<List<String>>path("items.id"))
                .containsExactly(batch);

        AssetStubs.doctorSees("doctor", patient, "scheduled");

        assertThat(get("doctor", own).statusCode()).isEqualTo(200);
        assertThat(get("doctor", "?patientId=" + patient + "&status=open").<List<String>>path("items.id"))
                .containsExactly(batch);
        assertThat(get("doctor", "?patientId=" + patient + "&status=closed").<List<String>>path("items.id"))
                .isEmpty();
    }

    @Test
    void a_list_of_batches_is_read_page_by_page() {
        UUID patient = patient();
        String first = batch(patient);
        String second = batch(patient);

        Response page = get("nurse", "?patientId=" + patient + "&limit=1");
        Response rest = get("nurse", "?patientId=" + patient + "&limit=1&after=" + page.path("next"));

        assertThat(page.<List<String>>path("items.id")).containsExactly(second);
        assertThat(rest.<List<String>>path("items.id")).containsExactly(first);
        assertThat(rest.<Object>path("next")).isNull();
    }
}
