package polyclinic.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.asset.consistency.Sweeper;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

/** The same service with its blobs in GridFS. */
@QuarkusTest
@TestProfile(GridFsTest.InGridFs.class)
class GridFsTest {
    public static class InGridFs implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "polyclinic.blobs", "gridfs", "polyclinic.blobs.bucket", "blobs", "polyclinic.sweeper.page", "500");
        }
    }

    @Inject
    Stores stores;

    @Inject
    Sweeper sweeper;

    @Test
    void an_asset_goes_its_whole_way() {
        byte[] bytes = Samples.noise(1_500_000, 5);
        System.arraycopy(Samples.pdf(), 0, bytes, 0, Samples.pdf().length);
        String nurse = Tokens.of("nurse");

        String id = stored("scan", patient(), bytes, "application/pdf");

        assertThat(content(nurse, id, Map.of()).asByteArray()).isEqualTo(bytes);
        var part = content(nurse, id, Map.of("Range", "bytes=-700000"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 800_000, 1_500_000));
        assertThat(Stores.await(stores.collection("blobs.files").countDocuments(new Document("_id", id))))
                .isEqualTo(1);
        AssetClient.as(Tokens.of("admin"))
                .delete(AssetClient.ASSETS + "/" + id)
                .then()
                .statusCode(204);
        assertThat(Stores.await(stores.collection("blobs.files").countDocuments(new Document("_id", id))))
                .isZero();
        assertThat(Stores.await(stores.collection("blobs.chunks").countDocuments(new Document("files_id", id))))
                .isZero();
        Stores.await(sweeper.sweep());
        assertThat(ServiceClient.management().get("/q/health/ready").statusCode())
                .isEqualTo(200);
    }

    /** The service is pointed at an empty store by mistake: no metadata may be given up because of it. */
    @Test
    void an_empty_store_is_taken_for_the_wrong_one() {
        List<Document> assets = new ArrayList<>();
        for (int i = 0; i < 30; i++)
            assets.add(new Document("_id", Ids.next().toString())
                    .append("status", "STORED")
                    .append("kind", "DOCUMENT")
                    .append("version", 1L)
                    .append("size", 10L)
                    .append("storedAt", new Date(0)));
        Stores.await(stores.collection("asset").insertMany(assets));

        Stores.await(sweeper.sweep());
        Stores.await(sweeper.sweep());

        assertThat(Stores.await(stores.collection("asset").countDocuments(new Document("status", "STORED"))))
                .isGreaterThanOrEqualTo(30);
        assertThat(Stores.await(stores.collection("asset")
                        .countDocuments(new Document("missingSince", new Document("$exists", true)))))
                .isZero();
        Stores.await(stores.collection("asset").deleteMany(new Document("storedAt", new Date(0))));
    }
}
