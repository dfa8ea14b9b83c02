package polyclinic.asset.blobs;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import polyclinic.asset.Stores;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The store that {@code polyclinic.blobs=gridfs} chooses, beside the one of the running service. */
public final class GridFs {
    private GridFs() {}

    public static BlobStore store(ReactiveMongoClient mongo) {
        BlobsConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BlobsConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("polyclinic.blobs", "gridfs", "polyclinic.blobs.bucket", "blobs"), "gridfs", 1000))
                .build()
                .getConfigMapping(BlobsConfig.class);
        Instance<S3AsyncClient> s3 = CDI.current().select(S3AsyncClient.class);
        BlobStore store = new BlobStores().store(config, s3, mongo, "asset", true);
        Stores.await(store.prepare());
        return store;
    }
}
