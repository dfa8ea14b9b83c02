package polyclinic.asset.blobs;

import io.quarkus.logging.Log;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Chooses the store by {@code polyclinic.blobs} and prepares it at start. */
class BlobStores {
    private static final Duration PREPARE_TIMEOUT = Duration.ofSeconds(10);

    @Produces
    @ApplicationScoped
    BlobStore store(
            BlobsConfig config,
            Instance<S3AsyncClient> s3,
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @ConfigProperty(name = "polyclinic.s3.create-bucket") boolean mayCreate) {
        BlobStore store =
                switch (config.choice()) {
                    case S3 -> new S3BlobStore(s3.get(), config.bucket(), mayCreate);
                    case GRIDFS ->
                        new GridFsBlobStore(mongo.getDatabase(database).unwrap(), config.bucket());
                };
        return new BoundedBlobStore(store, config.connections());
    }

    /** A store that is away does not stop the start: readiness stays red and {@link BlobsHealth} prepares it later. */
    void prepare(
            @Observes StartupEvent start,
            BlobStore store,
            BlobsConfig config,
            @ConfigProperty(name = "quarkus.s3.aws.credentials.type") String credentials,
            @ConfigProperty(name = "quarkus.s3.aws.credentials.static-provider.access-key-id") String key) {
        if (config.choice() == BlobsConfig.Choice.S3 && credentials.equals("static") && key.equals("unset"))
            throw new IllegalStateException(
                    "POLYCLINIC_S3_KEY and POLYCLINIC_S3_SECRET are not set (or set POLYCLINIC_BLOBS=gridfs)");
        try {
            store.prepare().await().atMost(PREPARE_TIMEOUT);
        } catch (RuntimeException away) {
            Log.warnf("the blob store does not answer yet: %s", away.getClass().getName());
        }
    }
}
