package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.mongo.ReceiptRetention;
import polyclinic.commons.testing.contracts.ReplayContract;

@QuarkusTest
class AssetReplayTest extends ReplayContract {
    @Inject
    Stores stores;

    @Inject
    ReceiptRetention retention;

    @Override
    protected List<Operation> operations() {
        UUID patient = AssetClient.patient();
        return List.of(new Operation(
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
        return 422;
    }

    @Override
    protected List<String> stored() {
        List<String> receipts = new ArrayList<>();
        for (Document found :
                Stores.await(stores.collection("asset").find().collect().asList())) {
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
        Stores.await(stores.collection("asset")
                .updateMany(new Document("receipts", new Document("$exists", true)), new Document("$set", tooOld)));
        retention.sweep();
    }
}
