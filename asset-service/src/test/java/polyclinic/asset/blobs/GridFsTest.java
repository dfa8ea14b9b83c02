package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;

/** The running service with its blobs in GridFS, as {@code polyclinic.blobs=gridfs} makes it. */
@QuarkusTest
class GridFsTest {
    @Inject
    Stores stores;

    @Inject
    ReactiveMongoClient mongo;

    @BeforeEach
    void store_in_gridfs() {
        QuarkusMock.installMockForType(GridFs.store(mongo), BlobStore.class);
    }

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
        assertThat(ServiceClient.management().get("/q/health/ready").statusCode())
                .isEqualTo(200);
    }
}
