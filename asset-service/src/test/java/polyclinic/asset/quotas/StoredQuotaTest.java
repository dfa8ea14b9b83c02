package polyclinic.asset.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

@QuarkusTest
class StoredQuotaTest {
    /** As application.properties has it for tests. */
    private static final long MAX_BYTES_OF_TESTS = 1L << 40;

    @Inject
    ReactiveMongoClient mongo;

    @Inject
    Stores stores;

    @Inject
    Clock clock;

    private final UUID patient = UUID.randomUUID();
    private final List<String> left = new ArrayList<>();

    @AfterEach
    void clear() {
        for (String id : left) Stores.await(stores.collection("asset").deleteOne(new Document("_id", id)));
        Stores.await(stores.collection("quotas").deleteOne(new Document("_id", "total")));
    }

    private StoredQuota quota(String which, long bytes) {
        return quota(which, bytes, clock);
    }

    private StoredQuota quota(String which, long bytes, Clock of) {
        QuotaConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(QuotaConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("polyclinic.quotas." + which + ".bytes", String.valueOf(bytes)), "quotas", 1000))
                .build()
                .getConfigMapping(QuotaConfig.class);
        return new StoredQuota(config, mongo, "asset", of);
    }

    private Clock later(Duration by) {
        return Clock.offset(clock, by);
    }

    /** Whether a file has a place. */
    private Uni<Boolean> store(StoredQuota quota, long bytes) {
        return store(quota, patient, AssetKind.DOCUMENT, bytes);
    }

    private static Uni<Boolean> store(StoredQuota quota, @Nullable UUID patient, AssetKind kind, long bytes) {
        return quota.within(patient, kind, bytes, () -> Uni.createFrom().item(true))
                .onFailure(QuotaExceeded.class)
                .recoverWithItem(false);
    }

    private void lies(String status, AssetKind kind, long bytes) {
        String id = Ids.next().toString();
        left.add(id);
        Stores.await(stores.collection("asset")
                .insertOne(new Document("_id", id)
                        .append("patientId", patient.toString())
                        .append("status", status)
                        .append("kind", kind.name())
                        .append("size", bytes)
                        .append("createdAt", new Date())
                        .append("version", 1L)));
    }

    @Test
    void thirty_at_once_get_no_more_than_the_limit() {
        StoredQuota quota = quota("patient", 700);
        List<Uni<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 30; i++) attempts.add(store(quota, 100));

        List<Boolean> stored = Stores.await(Uni.join().all(attempts).andCollectFailures());

        assertThat(stored).filteredOn(done -> done).hasSize(7);
    }

    @Test
    void what_was_there_before_counts_and_what_is_deleted_or_prescribed_does_not() {
        lies("STORED", AssetKind.SCAN, 500);
        lies("STORING", AssetKind.DOCUMENT, 100);
        lies("DELETED", AssetKind.DOCUMENT, 1000);
        lies("STORED", AssetKind.PRESCRIPTION_FILE, 1000);
        StoredQuota quota = quota("patient", 1000);

        assertThat(Stores.await(store(quota, 401))).isFalse();
        assertThat(Stores.await(store(quota, 400))).isTrue();
        assertThat(Stores.await(store(quota, 1))).isFalse();
        assertThat(Stores.await(store(quota, patient, AssetKind.PRESCRIPTION_FILE, 5000)))
                .isTrue();
    }

    @Test
    void what_fails_or_is_deleted_leaves_room() {
        StoredQuota quota = quota("patient", 1000);
        assertThatThrownBy(() -> Stores.await(quota.within(patient, AssetKind.DOCUMENT, 1000, () -> Uni.createFrom()
                        .failure(new IllegalStateException("the store is away")))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Stores.await(store(quota, 1000))).isTrue();
        assertThat(Stores.await(store(quota, 1))).isFalse();
        Stores.await(quota.freed(patient, AssetKind.DOCUMENT, 1000));
        assertThat(Stores.await(store(quota, 1000))).isTrue();
    }

    @Test
    void a_count_that_a_crash_left_wrong_is_mended_before_anybody_is_refused_and_once_a_day() {
        assertThat(Stores.await(store(quota("patient", 1000), 1000))).isTrue();
        StoredQuota then = quota("patient", 1000, later(Duration.ofMinutes(2)));
        assertThat(Stores.await(store(then, 300)))
                .as("nothing is stored, whatever the count says")
                .isTrue();
        lies("STORED", AssetKind.DOCUMENT, 900);
        assertThat(Stores.await(store(then, 200))).isTrue();

        assertThat(Stores.await(store(quota("patient", 1000, later(Duration.ofHours(25))), 200)))
                .isFalse();
    }

    @Test
    void all_together_have_a_limit_and_a_backup_is_of_all() {
        Stores.await(stores.collection("quotas")
                .insertOne(new Document("_id", "total")
                        .append("bytes", 900L)
                        .append("countedAt", Date.from(Instant.now()))));
        StoredQuota quota = quota("total", 1000);

        assertThat(Stores.await(store(quota, null, AssetKind.BACKUP, 101))).isFalse();
        assertThat(Stores.await(store(quota, null, AssetKind.BACKUP, 60))).isTrue();
        assertThat(Stores.await(store(quota, 41))).isFalse();
        assertThat(Stores.await(store(quota, 40))).isTrue();
    }

    @Test
    void an_upload_beyond_the_quota_is_refused_and_a_deletion_gives_its_place_back() {
        UUID full = AssetClient.patient();
        String id = AssetClient.stored("document", full);
        Document count = new Document("_id", full + "/total");
        assertThat(Stores.await(
                        stores.collection("quotas").find(count).collect().first()))
                .containsEntry("bytes", (long) Samples.pdf().length);
        Stores.await(stores.collection("quotas")
                .updateOne(
                        count,
                        new Document(
                                "$set", new Document("bytes", MAX_BYTES_OF_TESTS).append("countedAt", new Date()))));
        List<Long> before = stores.size();

        Response refused = upload(full);

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.<String>path("type")).isEqualTo("urn:polyclinic:problem:quota-exceeded");
        assertThat(stores.size()).isEqualTo(before);
        AssetClient.as(Tokens.of("admin"))
                .delete(AssetClient.ASSETS + "/" + id)
                .then()
                .statusCode(204);
        assertThat(upload(full).statusCode()).isEqualTo(201);
    }

    private static Response upload(UUID patient) {
        return AssetClient.upload(
                Tokens.of("nurse"),
                AssetClient.metadata("document", patient),
                Samples.pdf(),
                "a.pdf",
                "application/pdf");
    }
}
