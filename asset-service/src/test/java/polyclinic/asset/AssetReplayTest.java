package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import polyclinic.asset.announcement.LargeFiles;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.mongo.ReceiptRetention;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetReplayTest extends ReplayContract {
    @Inject
    Stores stores;

    @Inject
    ReceiptRetention retention;

    @Override
    protected List<Operation> operations() {
        UUID patient = AssetClient.patient();
        String batch = AssetClient.batch(patient);
        String closed = AssetClient.batch(patient);
        String failed = AssetClient.inBatch(batch, patient, Samples.text(), "text/plain");
        Stores.await(stores.collection("asset")
                .updateOne(
                        new Document("_id", failed),
                        new Document(
                                "$set", new Document("text.status", "FAILED").append("text.failure", "UNREADABLE"))));
        String retry = AssetClient.BATCHES + "/" + batch + "/documents/" + failed + "/retry";
        String nurse = Tokens.of("nurse");
        Response announced = LargeFiles.announced(nurse, patient, Samples.pdf());
        LargeFiles.put(announced.path("url"), Samples.pdf(), nurse);
        String complete = LargeFiles.UPLOADS + "/" + announced.path("id") + "/complete";
        return List.of(
                new Operation(
                        "POST " + LargeFiles.UPLOADS,
                        request -> request.body(LargeFiles.announcement(
                                        patient, Samples.pdf(), "application/pdf", ",\"title\":\"ECG of the morning\""))
                                .post(LargeFiles.UPLOADS),
                        "nurse",
                        "doctor",
                        "patientId",
                        false),
                new Operation(
                        "POST " + LargeFiles.UPLOADS + "/{id}/complete",
                        request -> request.body("{\"sha256\":\"" + LargeFiles.sha256(Samples.pdf()) + "\"}")
                                .post(complete),
                        "nurse",
                        "doctor",
                        "patientId",
                        false),
                new Operation(
                        "POST " + AssetClient.BATCHES,
                        AssetClient.BATCHES,
                        "{\"patientId\":\"" + patient + "\",\"title\":\"Letters\"}",
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST " + AssetClient.BATCHES + "/{id}/close",
                        request -> request.post(AssetClient.BATCHES + "/" + closed + "/close"),
                        "nurse",
                        "doctor",
                        "patientId",
                        false),
                new Operation(
                        "POST " + AssetClient.BATCHES + "/{id}/documents/{assetId}/retry",
                        request -> request.post(retry),
                        "nurse",
                        "doctor",
                        "assetId",
                        true),
                new Operation(
                        "POST " + AssetClient.ASSETS,
                        request -> AssetClient.upload(
                                request,
                                AssetClient.metadata("document", patient),
                                Samples.pdf(),
                                "ecg.pdf",
                                "application/pdf"),
                        "nurse",
                        "doctor",
                        "patientId",
                        false));
    }

    /** Who may store something for the patient is asked again before the bytes are looked at. */
    @Override
    protected int refusal(Operation operation) {
        return operation.name().equals("POST " + AssetClient.ASSETS) ? 422 : 404;
    }

    @Override
    protected List<String> stored() {
        List<String> receipts = new ArrayList<>();
        for (Document found : Stream.of("asset", "batch", "upload")
                .flatMap(name ->
                        Stores.await(stores.collection(name).find().collect().asList()).stream())
                .toList()) {
            for (Document receipt : found.getList("receipts", Document.class, List.of()))
                receipts.add(receipt.toJson());
            if (found.containsKey("receiptKeys"))
                receipts.add(found.get("receiptKeys").toString());
        }
        return receipts;
    }

    @Override
    protected void ageAndSweep() {
        Document tooOld =
                new Document("receipts.$[].at", Date.from(Instant.now().minus(Duration.ofHours(49))));
        for (String collection : List.of("asset", "batch", "upload"))
            Stores.await(stores.collection(collection)
                    .updateMany(new Document("receipts", new Document("$exists", true)), new Document("$set", tooOld)));
        retention.sweep();
    }
}
