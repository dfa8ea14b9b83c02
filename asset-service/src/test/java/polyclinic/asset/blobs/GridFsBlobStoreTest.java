package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.assertj.core.api.Assertions;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import polyclinic.asset.kinds.Samples;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Mongo;

class GridFsBlobStoreTest extends BlobStoreContract {
    private static final Path FOLDER = Path.of("target", "servers", "contract-gridfs");
    /** The driver's own threads keep the class loader of whoever made them, be it of a test before with another. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "mongo");
        thread.setContextClassLoader(GridFsBlobStoreTest.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    });

    private static Mongo server;
    private static MongoClient client;
    private static BlobStore store;

    @BeforeAll
    static void start() {
        Distribution.delete(FOLDER);
        server = Mongo.start(FOLDER.toAbsolutePath(), Probe.freePort());
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server.url()))
                .transportSettings(TransportSettings.asyncBuilder()
                        .executorService(THREADS)
                        .build())
                .build());
        store = new GridFsBlobStore(client.getDatabase("contract"), "blobs");
        store.prepare().await().atMost(PATIENCE);
    }

    @AfterAll
    static void stop() {
        client.close();
        THREADS.shutdown();
        server.stop();
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Test
    void chunks_of_a_killed_upload_are_leftovers_once_they_are_old() {
        for (int n = 0; n < 3; n++) await(chunks().insertOne(chunk("killed", n)));

        assertThat(store.clearLeftovers(Instant.now().minusSeconds(60)).await().atMost(PATIENCE))
                .isZero();
        assertThat(store.clearLeftovers(Instant.now().plusSeconds(60)).await().atMost(PATIENCE))
                .isEqualTo(1);
        assertThat(await(chunks().countDocuments(new Document("files_id", "killed"))))
                .isZero();
    }

    @Test
    void a_blob_with_a_chunk_missing_breaks_instead_of_skipping_it() throws Exception {
        String key = put(Samples.noise(1024 * 1024, 1));
        await(chunks().deleteOne(new Document("files_id", key).append("n", 2)));

        var bytes = store.read(key, 0, 1024 * 1024).collect().asList();

        Assertions.assertThatThrownBy(() -> bytes.await().atMost(PATIENCE)).hasRootCauseInstanceOf(BlobMissing.class);
    }

    private static MongoCollection<Document> chunks() {
        return client.getDatabase("contract").getCollection("blobs.chunks");
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
