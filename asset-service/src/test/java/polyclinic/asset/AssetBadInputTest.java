package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.asset.announcement.LargeFiles;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.web.Tokens;

/** The form of an upload has tests of its own, see {@code BadMetadataTest} and {@code UploadFormsTest}. */
@QuarkusTest
class AssetBadInputTest extends BadInput {
    @Inject
    Stores stores;

    @Override
    protected List<Operation> operations() {
        UUID patient = AssetClient.patient();
        String upload =
                LargeFiles.announced(Tokens.of("nurse"), patient, Samples.pdf()).path("id");
        return List.of(
                new Operation(
                        "POST",
                        AssetClient.BATCHES,
                        Tokens.of("nurse"),
                        "{\"patientId\":\"" + patient + "\",\"title\":\"Letters\",\"source\":\"the old practice\"}"),
                new Operation(
                        "POST",
                        LargeFiles.UPLOADS,
                        Tokens.of("nurse"),
                        LargeFiles.announcement(
                                patient,
                                Samples.pdf(),
                                "application/pdf",
                                ",\"title\":\"ECG\",\"fileName\":\"ecg.pdf\",\"documentDate\":\"2026-01-02T03:04:05Z\",\"expiresAt\":\"2099-01-02T03:04:05Z\"")),
                new Operation(
                        "POST",
                        LargeFiles.UPLOADS + "/" + upload + "/complete",
                        Tokens.of("nurse"),
                        "{\"sha256\":\"" + LargeFiles.sha256(Samples.pdf()) + "\"}"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET " + AssetClient.ASSETS + "/%s",
                "GET " + AssetClient.ASSETS + "/%s/content",
                "GET " + AssetClient.ASSETS + "/%s/text",
                "GET " + AssetClient.ASSETS + "/%s/thumbnail",
                "GET " + AssetClient.ASSETS + "/%s/link",
                "GET " + LargeFiles.UPLOADS + "/%s",
                "GET " + AssetClient.BATCHES + "/%s");
    }

    @Override
    protected List<Operation> deletions() {
        String id = AssetClient.stored("document", AssetClient.patient());
        return List.of(new Operation("DELETE", AssetClient.ASSETS + "/" + id, Tokens.of("admin"), "{}"));
    }

    @Override
    protected long stored() {
        long count = stores.blobs().size();
        for (String collection : List.of("asset", "batch", "upload"))
            for (Document one :
                    Stores.await(stores.collection(collection).find().collect().asList()))
                count += 1 + ((Number) one.get("version")).longValue();
        return count;
    }
}
