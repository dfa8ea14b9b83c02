package polyclinic.audit.analytics.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.analytics.AnalyticsEvents;
import polyclinic.audit.archive.ArchiveBucket;
import polyclinic.audit.archive.DyingS3;
import polyclinic.audit.signing.SigningKeys;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Seven events of a month that no other test uses, in parts of three. */
@QuarkusTest
class EventArchivalTest extends ServiceTest {
    private static final String BUCKET = "polyclinic-audit";
    private static final AtomicInteger MONTHS = new AtomicInteger();

    @Inject
    AnalyticsEvents events;

    @Inject
    SigningKeys keys;

    @Inject
    S3AsyncClient s3;

    private YearMonth month;
    private final List<UUID> ids = new ArrayList<>();

    @BeforeEach
    void a_month() {
        collection("analytics_events").deleteMany(Filters.lt("occurredAt", new Date()));
        month = YearMonth.of(1990, 1).plusMonths(MONTHS.getAndIncrement());
        for (int i = 0; i < 7; i++) ids.add(stored(begin().plusSeconds(i / 2)));
        stored(begin().plus(Duration.ofDays(31)));
    }

    @Test
    void a_month_leaves_when_a_year_is_over_and_not_before() {
        assertThat(run(archival(months(s3), 11).archiveNext())).isFalse();
        assertThat(left()).isEqualTo(7);

        assertThat(run(archival(months(s3), 13).archiveNext())).isTrue();

        assertThat(left()).isZero();
        EventMonth sealed = run(months(s3).get(month));
        assertThat(sealed.events()).isEqualTo(7);
        assertThat(sealed.parts()).extracting(EventMonth.Part::events).containsExactly(3, 3, 1);
        String archived = as("admin")
                .get("/api/v1/analytics/months/" + month + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        for (UUID id : ids) assertThat(archived).contains(id.toString());
        assertThat(as("admin")
                        .get("/api/v1/analytics/months")
                        .jsonPath()
                        .getMap("items.find { it.month == '" + month + "' }"))
                .containsEntry("valid", true)
                .containsEntry("events", 7);
    }

    /** Killed at each of its calls to S3 in turn; the next one ends what was begun. */
    @Test
    void a_crash_between_any_two_steps_is_made_good() {
        for (int calls = 0; ; calls++) {
            try {
                run(archival(months(DyingS3.after(s3, calls)), 13).archiveNext());
                break;
            } catch (S3Exception killed) {
                assertThat(left() + archived()).isGreaterThanOrEqualTo(7);
                assertThat(calls).isLessThan(100);
            }
        }

        assertThat(left()).isZero();
        assertThat(archived()).isEqualTo(7);
    }

    @Test
    void two_replicas_at_once_archive_it_once() {
        run(Uni.join()
                .all(
                        archival(months(s3), 13).archiveNext(),
                        archival(months(s3), 13).archiveNext())
                .andCollectFailures());

        assertThat(left()).isZero();
        assertThat(archived()).isEqualTo(7);
    }

    @Test
    void nothing_goes_of_which_the_bucket_has_something_else() {
        run(archival(months(s3), 13).archiveNext());
        EventMonth sealed = run(months(s3).get(month));
        String part = sealed.parts().get(1).name();
        byte[] whole = read(part);
        ids.add(stored(begin().plusSeconds(1)));
        write(part, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> run(archival(months(s3), 13).archiveNext()))
                .isInstanceOf(DamagedMonth.class)
                .hasMessageContaining(part);
        write(part, whole);
        assertThatThrownBy(() -> run(archival(months(s3), 13).archiveNext()))
                .isInstanceOf(DamagedMonth.class)
                .hasMessageContaining("not archived");
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void a_manifest_names_the_one_before_and_one_that_was_changed_is_not_believed() {
        run(archival(months(s3), 13).archiveNext());
        YearMonth first = month;
        ids.clear();
        a_month();
        run(archival(months(s3), 13).archiveNext());
        assertThat(run(months(s3).get(month)).previous()).isNotNull();

        String name = "analytics/" + first + ".json";
        byte[] whole = read(name);
        write(
                name,
                new String(whole, StandardCharsets.UTF_8)
                        .replace("\"events\":7", "\"events\":6")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(as("admin")
                        .get("/api/v1/analytics/months")
                        .jsonPath()
                        .getMap("items.find { it.month == '" + first + "' }"))
                .containsEntry("valid", false);
        as("admin").get("/api/v1/analytics/months/" + first + "/events").then().statusCode(409);
        as("admin").get("/api/v1/analytics/months/1980-01/events").then().statusCode(404);
        as("admin").get("/api/v1/analytics/months/x/events").then().statusCode(404);
        write(name, whole);
    }

    private Instant begin() {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private UUID stored(Instant at) {
        UUID id = UUID.randomUUID();
        collection("analytics_events")
                .insertOne(new Document("_id", id)
                        .append("eventType", "page_view")
                        .append("user", new Document("subject", "ada").append("roles", List.of("nurse")))
                        .append("data", "{\"n\":123456789012345678901234567890}")
                        .append("occurredAt", Date.from(at)));
        return id;
    }

    private long left() {
        return collection("analytics_events").countDocuments(Filters.in("_id", ids));
    }

    private long archived() {
        EventMonth sealed = run(months(s3).get(month));
        return sealed == null ? 0 : sealed.events();
    }

    /** @param later months after the one */
    private EventArchival archival(EventMonths store, int later) {
        Clock clock = Clock.fixed(
                month.plusMonths(later).atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
        return new EventArchival(events, store, keys, clock, new EventArchiveConfig() {
            @Override
            public Duration keep() {
                return Duration.ofDays(365);
            }

            @Override
            public String archiveEvery() {
                return "1h";
            }

            @Override
            public int events() {
                return 3;
            }
        });
    }

    private EventMonths months(S3AsyncClient client) {
        return new EventMonths(new ArchiveBucket(client, BUCKET, true), keys);
    }

    private byte[] read(String name) {
        return s3.getObject(request -> request.bucket(BUCKET).key(name), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray();
    }

    private void write(String name, byte[] bytes) {
        s3.putObject(request -> request.bucket(BUCKET).key(name), AsyncRequestBody.fromBytes(bytes))
                .join();
    }

    private static <T> T run(Uni<T> work) {
        return work.await().indefinitely();
    }
}
