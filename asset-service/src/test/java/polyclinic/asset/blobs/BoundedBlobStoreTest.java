package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.kinds.Samples;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** With a share of one connection for each purpose it is still a blob store. */
@QuarkusTest
class BoundedBlobStoreTest extends BlobStoreContract {
    @Inject
    S3AsyncClient client;

    private BlobStore store;

    @BeforeEach
    void prepare() {
        store = new BoundedBlobStore(new S3BlobStore(client, "contract", true), connections(Duration.ofSeconds(10)));
        store.prepare().await().atMost(PATIENCE);
    }

    @Override
    BlobStore store() {
        return store;
    }

    private static BlobsConfig.Connections connections(Duration patience) {
        return new BlobsConfig.Connections() {
            @Override
            public int reading() {
                return 1;
            }

            @Override
            public int writing() {
                return 1;
            }

            @Override
            public int internal() {
                return 1;
            }

            @Override
            public Duration patience() {
                return patience;
            }
        };
    }

    @Test
    void readers_that_take_nothing_hold_no_connection() throws Exception {
        byte[] bytes = Samples.noise(3 * BoundedBlobStore.PIECE_BYTES, 1);
        String key = put(bytes);
        List<AssertSubscriber<ByteBuffer>> stalled = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(1);
            store.read(key, 0, bytes.length).subscribe().withSubscriber(reader);
            stalled.add(reader);
        }

        for (AssertSubscriber<ByteBuffer> reader : stalled) reader.awaitItems(1, PATIENCE);

        assertThat(read(key, 0, bytes.length)).isEqualTo(bytes);
        stalled.forEach(AssertSubscriber::cancel);
        assertThat(read(key, 0, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void a_blob_that_is_shorter_than_it_should_be_breaks() throws Exception {
        String key = put(Samples.noise(1000, 1));

        assertThatThrownBy(() -> read(key, 0, 1001)).hasRootCauseInstanceOf(BlobMissing.class);
    }
}
