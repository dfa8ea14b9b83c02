package polyclinic.asset.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.ClinicDays;

@QuarkusTest
class UploadQuotaTest {
    private static final Caller NURSE = caller("nurse", null);

    @Inject
    ReactiveMongoClient mongo;

    @Inject
    Stores stores;

    @ConfigProperty(name = "polyclinic.uploads.folder")
    @SuppressWarnings("NullAway.Init")
    String folder;

    @Inject
    ClinicDays days;

    private final UUID patient = UUID.randomUUID();

    private static Caller caller(String role, @Nullable UUID patient) {
        return new Caller(role, role, Set.of(role), patient, null, null);
    }

    private UploadQuota quota(int files, long bytes) {
        return quota(files, bytes, days);
    }

    private UploadQuota quota(int files, long bytes, ClinicDays of) {
        QuotaConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(QuotaConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "polyclinic.quotas.own.files", String.valueOf(files),
                                "polyclinic.quotas.own.bytes", String.valueOf(bytes),
                                "polyclinic.quotas.staff.files", String.valueOf(files),
                                "polyclinic.quotas.staff.bytes", String.valueOf(bytes)),
                        "quotas",
                        1000))
                .build()
                .getConfigMapping(QuotaConfig.class);
        return new UploadQuota(config, mongo, "asset", of);
    }

    /** Whether a file has a place. */
    private Uni<Boolean> store(UploadQuota quota, long bytes, Caller caller) {
        return quota.within(patient, bytes, caller, () -> Uni.createFrom().item(true))
                .onFailure(QuotaExceeded.class)
                .recoverWithItem(false);
    }

    @Test
    void thirty_at_once_get_no_more_than_the_limit() {
        UploadQuota quota = quota(7, 1000);
        List<Uni<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 30; i++) attempts.add(store(quota, 1, NURSE));

        List<Boolean> stored = Stores.await(Uni.join().all(attempts).andCollectFailures());

        assertThat(stored).filteredOn(done -> done).hasSize(7);
    }

    @Test
    void bytes_are_counted_too() {
        UploadQuota quota = quota(100, 1000);

        assertThat(Stores.await(store(quota, 1001, NURSE))).isFalse();
        assertThat(Stores.await(store(quota, 600, NURSE))).isTrue();
        assertThat(Stores.await(store(quota, 401, NURSE))).isFalse();
        assertThat(Stores.await(store(quota, 400, NURSE))).isTrue();
    }

    @Test
    void what_fails_to_be_stored_is_not_counted() {
        UploadQuota quota = quota(1, 1000);
        Uni<Boolean> failing = quota.within(
                patient, 10, NURSE, () -> Uni.createFrom().failure(new IllegalStateException("the store is away")));

        assertThatThrownBy(() -> Stores.await(failing)).isInstanceOf(IllegalStateException.class);

        assertThat(Stores.await(store(quota, 1000, NURSE))).isTrue();
    }

    /** In Kolkata a day begins at 18:30 in UTC. */
    @Test
    void a_day_is_the_clinics() {
        assertThat(Stores.await(store(quota(1, 1000, at("2031-05-04T18:29:00Z")), 1, NURSE)))
                .isTrue();
        assertThat(Stores.await(store(quota(1, 1000, at("2031-05-04T18:29:59Z")), 1, NURSE)))
                .isFalse();
        assertThat(Stores.await(store(quota(1, 1000, at("2031-05-04T18:30:00Z")), 1, NURSE)))
                .isTrue();
        assertThat(Stores.await(store(quota(1, 1000, at("2031-05-05T00:30:00Z")), 1, NURSE)))
                .isFalse();
    }

    private static ClinicDays at(String instant) {
        return new ClinicDays(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC), ZoneId.of("Asia/Kolkata"));
    }

    @Test
    void patients_have_a_count_of_their_own_and_services_none() {
        UploadQuota quota = quota(1, 1000);

        assertThat(Stores.await(store(quota, 1, caller("patient", patient)))).isTrue();
        assertThat(Stores.await(store(quota, 1, caller("patient", patient)))).isFalse();
        assertThat(Stores.await(store(quota, 1, NURSE))).isTrue();
        assertThat(Stores.await(store(quota, 1, NURSE))).isFalse();
        assertThat(Stores.await(store(quota, 1, caller("service:prescription.document", null))))
                .isTrue();
    }

    @Test
    void counts_of_days_that_are_over_go() {
        Document old = new Document("_id", patient + "/2001-01-01/staff").append("until", new Date(0));
        Stores.await(stores.collection(UploadQuota.COLLECTION).insertOne(old));
        Stores.await(store(quota(1, 1000), 1, NURSE));

        Stores.await(quota(1, 1000).forget());

        Document ofPatient = new Document("_id", new Document("$regex", "^" + patient));
        assertThat(Stores.await(stores.collection(UploadQuota.COLLECTION)
                        .find(ofPatient)
                        .collect()
                        .asList()))
                .hasSize(1);
    }

    @Test
    void an_upload_beyond_the_quota_is_refused_and_leaves_nothing() {
        UUID full = AssetClient.patient();
        String today = days.today().toString();
        Stores.await(stores.collection(UploadQuota.COLLECTION)
                .insertOne(new Document("_id", full + "/" + today + "/staff")
                        .append("files", 1_000_000)
                        .append("bytes", 0L)
                        .append("until", new Date(Long.MAX_VALUE / 4))));
        List<Long> before = stores.size();

        Response refused = AssetClient.upload(
                Tokens.of("nurse"), AssetClient.metadata("document", full), Samples.pdf(), "a.pdf", "application/pdf");

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.<String>path("type")).isEqualTo("urn:polyclinic:problem:quota-exceeded");
        assertThat(stores.size()).isEqualTo(before);
    }

    @Test
    void a_disk_is_not_filled_to_its_last_byte() {
        new SpoolSpace(folder, new MemorySize(BigInteger.ZERO)).require(0);

        assertThatThrownBy(() -> new SpoolSpace(folder, new MemorySize(BigInteger.ZERO)).require(Long.MAX_VALUE / 2))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(507));
        assertThatThrownBy(() -> new SpoolSpace(folder, new MemorySize(BigInteger.TWO.pow(60))).require(0))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.slug()).isEqualTo("insufficient-storage"));
    }
}
