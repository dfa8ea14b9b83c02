package polyclinic.asset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.BlobStoreUnavailable;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

/** Two attempts at the same asset, of which the first one is slow. */
@QuarkusTest
class ContentStorageTest {
    @Inject
    ContentStorage storage;

    @Inject
    Assets assets;

    @Inject
    Audit audit;

    @Inject
    BlobStore blobs;

    @Inject
    Clock clock;

    @Inject
    MongoOutbox outbox;

    @Inject
    Stores stores;

    @TempDir
    Path folder;

    private Path file;
    private FileInspection inspection;

    @BeforeEach
    void write() throws Exception {
        file = Files.write(folder.resolve("a.pdf"), Samples.pdf());
        inspection = FileInspection.of(file);
    }

    @Test
    void bytes_that_come_when_their_time_is_over_are_taken_back() {
        Asset late = storing(Instant.now().minusSeconds(1));

        assertThatThrownBy(() -> store(late)).isInstanceOf(BlobStoreUnavailable.class);

        assertThat(stores.asset(late.id())).isNull();
        assertThat(stores.blobs()).doesNotContain(late.id());
    }

    @Test
    void a_late_attempt_takes_nothing_from_the_one_in_its_place() {
        Asset late = storing(Instant.now().minusSeconds(1));
        Asset next = Stores.await(assets.takeOver(late, Instant.now()));
        store(next);

        assertThatThrownBy(() -> store(late)).isInstanceOf(BlobStoreUnavailable.class);

        assertThat(stores.asset(late.id()).getString("status")).isEqualTo("STORED");
        assertThat(stores.blobs()).contains(next.blobKey()).doesNotContain(late.blobKey());
        assertThat(AssetClient.content(Tokens.of("admin"), late.id(), Map.of()).asByteArray())
                .isEqualTo(Samples.pdf());
    }

    @Test
    void what_a_replica_that_ends_was_storing_is_taken_over_at_once() throws Exception {
        Asset cutOff = storing(Instant.now().plusSeconds(60));
        CompletableFuture<Void> storeAnswers = new CompletableFuture<>();
        ContentStorage ending =
                new ContentStorage(assets, audit, new LateBlobStore(blobs, storeAnswers), clock, outbox);
        CompletableFuture<Void> storing =
                ending.store(cutOff, file, BlobStore.WrittenFor.SERVICE).subscribeAsCompletionStage();
        assertThat(Stores.await(assets.takeOver(cutOff, Instant.now())))
                .as("somebody is at it")
                .isNull();

        ending.release(new ShutdownEvent());

        Asset next = Stores.await(assets.takeOver(cutOff, Instant.now()));
        assertThat(next).isNotNull();
        store(next);
        // What was cut off goes on after all, and finds another in its place.
        storeAnswers.complete(null);
        assertThatThrownBy(() -> storing.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(BlobStoreUnavailable.class);
        assertThat(stores.blobs()).contains(next.blobKey()).doesNotContain(cutOff.blobKey());
    }

    private void store(Asset asset) {
        Stores.await(storage.store(asset, file, BlobStore.WrittenFor.SERVICE));
    }

    private Asset storing(Instant until) {
        String id = Ids.next().toString();
        Stores.await(stores.collection("asset")
                .insertOne(new Document("_id", id)
                        .append("status", "STORING")
                        .append("kind", "DOCUMENT")
                        .append("patientId", UUID.randomUUID().toString())
                        .append("contentType", "application/pdf")
                        .append("fileName", "a.pdf")
                        .append("size", inspection.size())
                        .append("sha256", inspection.sha256())
                        .append("md5", inspection.md5())
                        .append("scan", "SKIPPED")
                        .append("createdAt", new Date())
                        .append("createdBy", "somebody")
                        .append("version", 0L)
                        .append("attempt", 1)
                        .append("storingUntil", Date.from(until))));
        return Stores.await(assets.findById(id));
    }
}
