package polyclinic.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.feed.FeedNode.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.feed.FeedLog.Appended;
import polyclinic.gateway.feed.FeedLog.Pending;
import polyclinic.gateway.redis.RedisScript;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Redis;

/** The log against a real Redis: whoever appends, and however often, each event has one place, and no place is empty. */
class FeedLogTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Redis redis;
    private static Vertx vertx;

    private FeedLog log;

    @BeforeAll
    static void start() {
        redis = Redis.start(Path.of("target", "servers", "feed-log").toAbsolutePath(), Probe.freePort());
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
        redis.stop();
    }

    @BeforeEach
    void clear() {
        redis.clear();
        log = log(NOON);
    }

    private static FeedLog log(Instant now) {
        return FeedNode.log(
                vertx, redis.url(), Clock.fixed(now, ZoneOffset.UTC), Map.of("retention", "48H", "entries", "1000000"));
    }

    @Test
    void two_who_believe_to_have_the_same_partition_append_each_event_once_and_leave_no_gap() {
        List<Pending> events = events(0, 500);
        // One goes by fifties, the other by twenty-fives that overlap with them, as fast as they can.
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> appendBy(50, events));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> appendBy(25, events));
        CompletableFuture.allOf(one, other).join();

        List<FeedEntry> entries = await(log.read(NOON.toEpochMilli(), 1000));

        assertThat(entries).hasSize(500);
        assertThat(entries.stream().map(FeedEntry::json).distinct()).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(entries.get(i).seq()).isEqualTo(NOON.toEpochMilli() + i + 1);
            assertThat(entries.get(i).previous()).isEqualTo(NOON.toEpochMilli() + i);
        }
    }

    @Test
    void an_event_that_its_service_has_sent_twice_is_told_once() {
        Pending event = events(0, 1).get(0);

        append(0, 1, event);
        append(1, 2, new Pending(1, event.id(), event.entry()));

        assertThat(await(log.read(0, 10))).hasSize(1);
    }

    @Test
    void when_redis_has_lost_the_end_nothing_is_appended_until_it_is_taken_up_again_and_readers_see_a_gap() {
        append(0, 2, events(0, 2).toArray(Pending[]::new));
        List<FeedEntry> before = await(log.read(0, 10));

        Appended refused = await(log.append("p", 7, 8, events(7, 1)));
        append(2, 3, events(2, 1).toArray(Pending[]::new));
        List<FeedEntry> after = await(log.read(0, 10));

        assertThat(refused).isEqualTo(new Appended(true, 2));
        assertThat(after).hasSize(3);
        assertThat(after.get(2).previous()).isGreaterThan(before.get(1).seq());
    }

    @Test
    void a_log_that_was_lost_begins_after_all_places_that_there_were() {
        append(0, 3, events(0, 3).toArray(Pending[]::new));
        long last = await(log.last());

        redis.clear();

        assertThat(await(log(NOON.plusSeconds(1)).last())).isGreaterThan(last);
        assertThat(await(log.position("p"))).isEqualTo(FeedLog.UNKNOWN);
    }

    @Test
    void what_is_older_than_the_retention_is_gone_and_the_rest_stays() {
        for (int hour = 0; hour < 72; hour++) {
            FeedLog then = log(NOON.plus(Duration.ofHours(hour)));
            await(then.append("p", FeedLog.UNKNOWN, hour + 1, events(hour, 1)));
        }

        List<FeedEntry> kept = await(log.read(0, 1000));

        assertThat(kept).hasSizeBetween(48, 50);
        assertThat(kept.get(kept.size() - 1).seq()).isEqualTo(NOON.toEpochMilli() + 72);
    }

    @Test
    void no_more_entries_are_kept_than_there_may_be() {
        FeedLog small = FeedNode.log(vertx, redis.url(), Clock.systemUTC(), Map.of("entries", "1000"));

        FeedNode.fill(small, 5_000, 10);

        // Redis frees its blocks of a hundred whole.
        assertThat(await(small.read(0, 10_000)).size()).isBetween(1_000, 1_200);
    }

    @Test
    void an_event_that_is_for_nobody_moves_the_partition_on() {
        append(0, 5);

        assertThat(await(log.position("p"))).isEqualTo(5);
        assertThat(await(log.read(0, 10))).isEmpty();
    }

    @Test
    void a_notification_is_in_each_list_that_it_is_for_once_however_often_it_is_taken_up() {
        List<Pending> events = IntStream.range(0, 100)
                .mapToObj(offset -> notification(offset, "account:a", "role:nurse"))
                .toList();
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> appendBy(10, events)),
                        CompletableFuture.runAsync(() -> appendBy(25, events)))
                .join();
        append(100, 101, new Pending(100, events.get(7).id(), events.get(7).entry(), Set.of("account:a")));

        assertThat(places("account:a"))
                .hasSize(100)
                .doesNotHaveDuplicates()
                .isEqualTo(places("role:nurse"))
                .isEqualTo(await(log.read(0, 1000)).stream().map(FeedEntry::seq).toList());
    }

    @Test
    void of_nobody_more_notifications_are_kept_than_there_may_be_and_none_for_longer_than_agreed() {
        Map<String, String> settings =
                Map.of("retention", "1H", "notifications.retention", "48H", "notifications.per-recipient", "10");
        for (int hour = 0; hour < 72; hour++) {
            FeedLog then = FeedNode.log(
                    vertx, redis.url(), Clock.fixed(NOON.plus(Duration.ofHours(hour)), ZoneOffset.UTC), settings);
            Pending event =
                    hour % 12 == 0 ? notification(hour, "account:a", "role:nurse") : notification(hour, "role:nurse");
            await(then.append("p", FeedLog.UNKNOWN, hour + 1, List.of(event)));
        }

        assertThat(places("role:nurse")).hasSize(10);
        assertThat(places("account:a")).hasSizeBetween(4, 5);
        assertThat(await(log.read(0, 1000))).hasSizeBetween(1, 3);
        assertThat(numbers("return {redis.call('XLEN', KEYS[1])}", log.notificationsKey())
                        .get(0))
                .isBetween(48L, 50L);
    }

    @Test
    void a_place_that_somebody_was_told_and_redis_has_lost_is_no_other_event_s() {
        append(0, 2, events(0, 2).toArray(Pending[]::new));
        List<FeedEntry> told = await(log.read(0, 10));
        numbers(
                "redis.call('HINCRBY', KEYS[1], 'seq', -1) redis.call('DEL', KEYS[2]) return {}",
                log.key("state"),
                log.key("events"));

        append(2, 3, events(2, 1).toArray(Pending[]::new));

        FeedEntry next = await(log.read(told.get(1).seq(), 10)).get(0);
        assertThat(next.previous()).isGreaterThan(told.get(1).seq());
    }

    private List<Long> places(String recipient) {
        return numbers("return redis.call('ZRANGE', KEYS[1], 0, -1)", log.recipientKey(recipient));
    }

    private List<Long> numbers(String script, String... keys) {
        return await(log.run(new RedisScript(script), List.of(keys), List.of())).stream()
                .map(Response::toLong)
                .toList();
    }

    private static Pending notification(int offset, String... recipients) {
        Pending event = events(offset, 1).get(0);
        return new Pending(event.offset(), event.id(), event.entry(), Set.of(recipients));
    }

    private void appendBy(int size, List<Pending> events) {
        for (int from = 0; from < events.size(); from += size)
            await(log.append("p", FeedLog.UNKNOWN, from + size, events.subList(from, from + size)));
    }

    private void append(long expected, long next, Pending... batch) {
        assertThat(await(log.append("p", expected, next, List.of(batch))).behind())
                .isFalse();
    }

    private static List<Pending> events(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(offset -> new Pending(offset, UUID.randomUUID().toString(), """
                        {"topic":"TASKS","type":"task.created.v1","occurredAt":"2026-03-02T09:30:00Z","entityType":"task",
                        "entityId":"%s","data":{"status":"open"},"audience":{}}""".formatted(UUID.randomUUID())))
                .toList();
    }
}
