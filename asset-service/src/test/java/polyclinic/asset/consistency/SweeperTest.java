package polyclinic.asset.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.announcement.AnnouncedUploads;
import polyclinic.asset.assets.AssetDeletion;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.GridFs;
import polyclinic.asset.kinds.Samples;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.Lease;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

/**
 * What crashes leave behind and how it is put right. Each test makes by hand what a crash at that moment leaves; under test
 * everything is old enough at once, and pages are small so that there are several.
 */
@QuarkusTest
class SweeperTest {
    @Inject
    Stores stores;

    @Inject
    BlobStore blobs;

    @Inject
    Sweeper sweeper;

    @Inject
    MeterRegistry metrics;

    @Inject
    ReactiveMongoClient mongo;

    @Inject
    Assets assets;

    @Inject
    AssetDeletion deletion;

    @Inject
    AnnouncedUploads announced;

    @Inject
    UploadExpiry expiry;

    @Inject
    Clock clock;

    @Inject
    Lease lease;

    @Inject
    UploadQuota quota;

    @Inject
    SpoolFolder spool;

    @Inject
    SweepProgress progress;

    @Inject
    Hold hold;

    @BeforeEach
    void begin_clean() {
        Stores.await(stores.collection("asset").deleteMany(new Document()));
        stores.blobs().forEach(key -> Stores.await(blobs.delete(key)));
        sweep();
    }

    private String sweep() {
        return String.valueOf(Stores.await(sweeper.sweep()));
    }

    private void set(String id, Document fields) {
        Stores.await(stores.collection("asset").updateOne(new Document("_id", id), new Document("$set", fields)));
    }

    private void unset(String id, String... fields) {
        Document unset = new Document();
        for (String field : fields) unset.append(field, 1);
        Stores.await(stores.collection("asset").updateOne(new Document("_id", id), new Document("$unset", unset)));
    }

    private double counted(String finding) {
        return metrics.counter("polyclinic.sweeper.findings", "finding", finding)
                .count();
    }

    private String orphan() throws Exception {
        String key = Ids.next().toString();
        put(key);
        return key;
    }

    private void put(String key) throws Exception {
        byte[] bytes = Samples.pdf();
        Path file = Files.write(Files.createTempFile("blob", ""), bytes);
        Stores.await(blobs.put(
                key,
                file,
                bytes.length,
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(bytes)),
                BlobStore.WrittenFor.SERVICE));
        Files.delete(file);
    }

    @Test
    void what_is_well_is_left_alone() {
        for (int i = 0; i < 8; i++) stored("document", patient());

        assertThat(sweep()).isEqualTo("{}");
    }

    @Test
    void blobs_that_no_document_claims_are_deleted() throws Exception {
        String kept = stored("document", patient());
        String[] orphans = {orphan(), orphan(), orphan(), orphan(), orphan()};
        String last = stored("document", patient());
        double before = counted("orphan_blob");

        assertThat(sweep()).isEqualTo("{ORPHAN_BLOB=5}");

        assertThat(stores.blobs()).contains(kept, last).doesNotContain(orphans);
        assertThat(counted("orphan_blob")).isEqualTo(before + 5);
    }

    @Test
    void an_upload_that_died_before_or_after_its_blob_disappears() {
        String after = stored("document", patient());
        String before = stored("document", patient());
        String running = stored("document", patient());
        for (String id : new String[] {after, before, running}) {
            unset(id, "storedAt");
            set(
                    id,
                    new Document("status", "STORING")
                            .append("storingUntil", Date.from(Instant.now().minusSeconds(5))));
        }
        set(running, new Document("storingUntil", Date.from(Instant.now().plusSeconds(60))));
        Stores.await(blobs.delete(before));

        assertThat(sweep()).isEqualTo("{DEAD_UPLOAD=2}");

        assertThat(stores.asset(after)).isNull();
        assertThat(stores.asset(before)).isNull();
        assertThat(stores.blobs()).doesNotContain(after, before).contains(running);
        assertThat(stores.asset(running).getString("status")).isEqualTo("STORING");
        set(running, new Document("storingUntil", Date.from(Instant.now().minusSeconds(5))));
        assertThat(sweep()).isEqualTo("{DEAD_UPLOAD=1}");
    }

    @Test
    void a_delete_that_died_before_its_blob_is_finished() {
        String id = stored("document", patient());
        set(id, new Document("status", "DELETED").append("blobPending", true));

        assertThat(sweep()).isEqualTo("{UNFINISHED_DELETE=1}");

        assertThat(stores.blobs()).doesNotContain(id);
        assertThat(stores.asset(id)).isNotNull().doesNotContainKey("blobPending");
        assertThat(sweep()).isEqualTo("{}");
    }

    @Test
    void a_failed_upload_that_died_while_taking_itself_back_disappears() {
        String id = stored("document", patient());
        unset(id, "storedAt");
        set(id, new Document("status", "DELETED").append("blobPending", true));

        sweep();

        assertThat(stores.asset(id)).isNull();
        assertThat(stores.blobs()).doesNotContain(id);
    }

    @Test
    void metadata_without_its_blob_is_marked_told_of_and_kept() {
        String id = stored("document", patient());
        Stores.await(blobs.delete(id));

        assertThat(sweep()).isEqualTo("{MISSING_BLOB=1}");
        assertThat(stores.asset(id).getString("status")).isEqualTo("STORED");
        assertThat(AssetClient.content(Tokens.of("admin"), id, Map.of()).statusCode())
                .isEqualTo(503);
        assertThat(sweep()).isEqualTo("{LOST_BLOB=1}");

        assertThat(sweep()).isEqualTo("{LOST_BLOB=1}");
        assertThat(stores.asset(id).getString("status")).isEqualTo("STORED");
        assertThat(AssetClient.as(Tokens.of("admin"))
                        .get(AssetClient.ASSETS + "/" + id)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_blob_that_comes_back_is_noticed() throws Exception {
        String id = stored("document", patient());
        set(id, new Document("missingSince", new Date()));

        assertThat(sweep()).isEqualTo("{FOUND_BLOB=1}");

        assertThat(stores.asset(id)).doesNotContainKey("missingSince");
    }

    @Test
    void a_blob_of_another_length_is_reported_and_kept() {
        String id = stored("document", patient());
        set(id, new Document("size", 1L));

        assertThat(sweep()).isEqualTo("{DAMAGED_BLOB=1}");

        assertThat(stores.asset(id).getString("status")).isEqualTo("STORED");
        set(id, new Document("size", (long) Samples.pdf().length));
    }

    @Test
    void what_has_expired_is_hidden_at_once_and_deleted_by_the_sweep() {
        String id = stored("document", patient());
        set(id, new Document("expiresAt", Date.from(Instant.now().minusSeconds(1))));

        assertThat(AssetClient.as(Tokens.of("admin"))
                        .get(AssetClient.ASSETS + "/" + id)
                        .statusCode())
                .isEqualTo(404);
        assertThat(sweep()).isEqualTo("{EXPIRED=1}");

        assertThat(stores.asset(id).getString("deletedBecause")).isEqualTo("expired");
        assertThat(stores.blobs()).doesNotContain(id);
    }

    @Test
    void spooled_files_of_a_killed_process_go_when_they_are_old() throws Exception {
        Path old = Files.write(stores.spool().resolve("old"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
        Path young = Files.write(stores.spool().resolve("young"), new byte[10]);

        assertThat(sweep()).isEqualTo("{SPOOLED_FILE=1}");

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        Files.delete(young);
    }

    @Test
    void only_one_replica_sweeps() throws Exception {
        Document lease = Stores.await(stores.collection("leases")
                .find(new Document("_id", "asset-sweeper"))
                .collect()
                .first());
        String key = orphan();
        Stores.await(stores.collection("leases")
                .updateOne(
                        new Document("_id", "asset-sweeper"),
                        new Document(
                                "$set",
                                new Document("holder", "another replica")
                                        .append("until", Date.from(Instant.now().plusSeconds(60))))));

        assertThat(sweep()).isEqualTo("null");
        assertThat(stores.blobs()).contains(key);

        Stores.await(stores.collection("leases")
                .updateOne(
                        new Document("_id", "asset-sweeper"),
                        new Document(
                                "$set",
                                new Document("until", Date.from(Instant.now().minusSeconds(1))))));
        assertThat(sweep()).isEqualTo("{ORPHAN_BLOB=1}");
        assertThat(Stores.await(stores.collection("leases")
                                .find(new Document("_id", "asset-sweeper"))
                                .collect()
                                .first())
                        .getLong("token"))
                .isEqualTo(lease.get("token", Number.class).longValue() + 1);
    }

    @Test
    void a_sweeper_that_slept_through_its_turn_changes_nothing() {
        String id = stored("document", patient());
        unset(id, "storedAt");
        set(
                id,
                new Document("status", "STORING")
                        .append("storingUntil", Date.from(Instant.now().minusSeconds(5)))
                        .append("sweep", Long.MAX_VALUE));

        assertThat(sweep()).isEqualTo("{}");

        assertThat(stores.asset(id).getString("status")).isEqualTo("STORING");
        set(id, new Document("sweep", 1L));
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

        Sweeper astray = sweeperOf(GridFs.store(mongo), Map.of());
        Stores.await(astray.sweep());
        Stores.await(astray.sweep());

        assertThat(Stores.await(stores.collection("asset").countDocuments(new Document("status", "STORED"))))
                .isGreaterThanOrEqualTo(30);
        assertThat(Stores.await(stores.collection("asset")
                        .countDocuments(new Document("missingSince", new Document("$exists", true)))))
                .isZero();
        Stores.await(stores.collection("asset").deleteMany(new Document("storedAt", new Date(0))));
    }

    @Test
    void what_is_known_to_be_unfinished_is_found_without_a_comparison() throws Exception {
        Sweeper rare = sweeperOf(blobs, Map.of("polyclinic.sweeper.comparison", "1h"));
        String expired = stored("document", patient());
        set(expired, new Document("expiresAt", Date.from(Instant.now().minusSeconds(1))));
        String died = stored("document", patient());
        unset(died, "storedAt");
        set(
                died,
                new Document("status", "STORING")
                        .append("storingUntil", Date.from(Instant.now().minusSeconds(5))));
        String halfDeleted = stored("document", patient());
        set(halfDeleted, new Document("status", "DELETED").append("blobPending", true));
        String orphan = orphan();

        assertThat(Stores.await(rare.sweep()).keySet())
                .containsExactlyInAnyOrder(
                        SweepFinding.EXPIRED, SweepFinding.DEAD_UPLOAD, SweepFinding.UNFINISHED_DELETE);

        assertThat(stores.blobs()).contains(orphan).doesNotContain(expired, died, halfDeleted);
        assertThat(sweep()).isEqualTo("{ORPHAN_BLOB=1}");
    }

    @Test
    void a_comparison_goes_on_where_the_sweep_before_has_stopped() throws Exception {
        Sweeper slow = sweeperOf(blobs, Map.of("polyclinic.sweeper.page", "2", "polyclinic.sweeper.portion", "1"));
        String[] orphans = {orphan(), orphan(), orphan(), orphan(), orphan()};

        Stores.await(slow.sweep());
        assertThat(stores.blobs()).doesNotContain(orphans[0], orphans[1]).contains(orphans[2], orphans[4]);
        Stores.await(slow.sweep());
        assertThat(stores.blobs()).doesNotContain(orphans[3]).contains(orphans[4]);
        Stores.await(slow.sweep());
        assertThat(stores.blobs()).doesNotContain(orphans);
    }

    @Test
    void the_blob_of_an_attempt_that_another_one_replaced_is_an_orphan() throws Exception {
        String id = stored("document", patient());
        put(id + ".2");
        set(id, new Document("attempt", 2));

        assertThat(sweep()).isEqualTo("{ORPHAN_BLOB=1}");

        assertThat(stores.blobs()).contains(id + ".2").doesNotContain(id);
        assertThat(stores.asset(id).getString("status")).isEqualTo("STORED");
    }

    @Test
    void bytes_that_no_announced_upload_awaits_are_deleted_and_those_of_one_are_not() throws Exception {
        String awaited = Ids.next().toString();
        Stores.await(stores.collection("upload")
                .insertOne(new Document("_id", awaited)
                        .append("status", "ANNOUNCED")
                        .append("version", 1L)
                        .append("expiresAt", Date.from(Instant.now().plusSeconds(3600)))));
        put("staging/" + awaited);
        put("staging/" + Ids.next());

        assertThat(sweep()).isEqualTo("{ORPHAN_BLOB=1}");

        assertThat(stores.blobs()).containsExactly("staging/" + awaited);
        Stores.await(stores.collection("upload").deleteOne(new Document("_id", awaited)));
    }

    /** With pages as large as they are in production. */
    private Sweeper sweeperOf(BlobStore store, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "polyclinic.sweeper.grace", "0s",
                "polyclinic.sweeper.missing-grace", "0s",
                "polyclinic.sweeper.comparison", "0s"));
        settings.putAll(more);
        SweeperConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SweeperConfig.class)
                .withSources(new PropertiesConfigSource(settings, "astray", 1000))
                .build()
                .getConfigMapping(SweeperConfig.class);
        AssetRepair repair = new AssetRepair(assets, deletion, announced, store, clock, config, "asset-service");
        return new Sweeper(
                assets, store, clock, lease, metrics, repair, announced, expiry, quota, spool, progress, config, hold);
    }
}
