package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.assertj.core.api.Assertions;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import polyclinic.asset.kinds.Samples;

/** In a database of its own of the running service's store. */
@QuarkusTest
class GridFsBlobStoreTest extends BlobStoreContract {
    @Inject
    ReactiveMongoClient client;

    @BeforeEach
    void prepare() {
        store().prepare().await().atMost(PATIENCE);
    }

    @Override
    BlobStore store() {
        return new GridFsBlobStore(database(), "blobs");
    }

    private MongoDatabase database() {
        return client.getDatabase("contract").unwrap();
    }

    @Test
    void chunks_of_a_killed_upload_are_leftovers_once_they_are_old() {
        for (int n = 0; n < 3; n++) await(chunks().insertOne(chunk("killed", n)));

        assertThat(store().clearLeftovers(null, Instant.now().minusSeconds(60))
                        .await()
                        .atMost(PATIENCE))
                .isZero();
        assertThat(store().clearLeftovers(null, Instant.now().plusSeconds(60))
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(1);
        assertThat(await(chunks().countDocuments(new Document("files_id", "killed"))))
                .isZero();
    }

    @Test
    void what_was_begun_before_the_last_look_is_not_read_again() {
        await(chunks().insertOne(chunk("before", 0)));

        assertThat(store().clearLeftovers(
                                Instant.now().plusSeconds(60), Instant.now().plusSeconds(120))
                        .await()
                        .atMost(PATIENCE))
                .isZero();
        assertThat(store().clearLeftovers(
                                Instant.now().minusSeconds(60), Instant.now().plusSeconds(60))
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(1);
    }

    @Test
    void an_upload_that_goes_on_is_no_leftover_however_long_ago_it_began() {
        await(chunks().insertOne(chunk("slow", 0)
                .append("_id", new ObjectId(Date.from(Instant.now().minusSeconds(7200))))));
        await(chunks().insertOne(chunk("slow", 1)));

        assertThat(store().clearLeftovers(null, Instant.now().minusSeconds(3600))
                        .await()
                        .atMost(PATIENCE))
                .isZero();
        assertThat(store().clearLeftovers(null, Instant.now().plusSeconds(60))
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(1);
    }

    @Test
    void a_blob_with_a_chunk_missing_breaks_instead_of_skipping_it() throws Exception {
        String key = put(Samples.noise(1024 * 1024, 1));
        await(chunks().deleteOne(new Document("files_id", key).append("n", 2)));

        var bytes = store().read(key, 0, 1024 * 1024).collect().asList();

        Assertions.assertThatThrownBy(() -> bytes.await().atMost(PATIENCE)).hasRootCauseInstanceOf(BlobMissing.class);
    }

    private MongoCollection<Document> chunks() {
        return database().getCollection("blobs.chunks");
    }

    private static Document chunk(String key, int n) {
        return new Document("files_id", key).append("n", n).append("data", new Binary(new byte[10]));
    }

    private static <T> T await(Publisher<T> publisher) {
        return Uni.createFrom()
                .publisher(AdaptersToFlow.publisher(publisher))
                .await()
                .atMost(PATIENCE);
    }
}
