package polyclinic.asset.blobs;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** In a bucket of its own of the running service's store. */
@QuarkusTest
class S3BlobStoreTest extends BlobStoreContract {
    @Inject
    S3AsyncClient client;

    @BeforeEach
    void prepare() {
        store().prepare().await().atMost(PATIENCE);
    }

    @Override
    BlobStore store() {
        return new S3BlobStore(client, "contract", true);
    }
}
