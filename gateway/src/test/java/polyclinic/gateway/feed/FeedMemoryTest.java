package polyclinic.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.feed.FeedNode.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.feed.FeedLog.Pending;
import polyclinic.local.process.Probe;

/** A log that may have more entries than Redis has room for, against a real Redis with little of it. */
class FeedMemoryTest {

    private static final int ENTRIES_OF_A_BATCH = 1_000;
    /** More than there is room for. */
    private static final int BATCHES = 150;

    private static final String SESSION = "session";
    private static final String ENTRY = """
            {"topic":"TASKS","type":"task.created.v1","occurredAt":"2026-03-02T09:30:00Z","entityType":"task",
            "entityId":"%s","data":{"status":"open","of":"%s"},"audience":{}}""".formatted(UUID.randomUUID(), "x".repeat(300));

    private static polyclinic.local.servers.Redis server;
    private static Vertx vertx;
    private static Redis redis;

    @BeforeAll
    static void start() {
        server = polyclinic.local.servers.Redis.start(
                Path.of("target", "servers", "feed-memory").toAbsolutePath(), Probe.freePort());
        server.clear();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, server.url());
    }

    @AfterAll
    static void stop() {
        vertx.close();
        server.stop();
    }

    @Test
    void a_flood_of_events_drops_old_ones_and_no_session() {
        FeedLog log = FeedNode.log(
                vertx,
                server.url(),
                Clock.systemUTC(),
                Map.of("entries", "10000000", "notifications.entries", "10000000"));
        FeedMemory memory = new FeedMemory(redis, log);
        await(redis.send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("60mb")));
        await(redis.send(
                Request.cmd(Command.SET).arg(SESSION).arg("who it is").arg("EX").arg(3600)));
        long place = FeedNode.last(log);

        for (int batch = 0; batch < BATCHES; batch++) {
            append(log, batch * ENTRIES_OF_A_BATCH);
            if (batch % 10 == 0) await(memory.keepShare());
        }

        assertThat(await(redis.send(Request.cmd(Command.EXISTS).arg(SESSION))).toInteger())
                .isOne();
        assertThat(FeedNode.last(log)).isGreaterThanOrEqualTo(place + BATCHES * ENTRIES_OF_A_BATCH);
        List<FeedEntry> newest = await(log.read(FeedNode.last(log) - 1_000, 2_000));
        assertThat(newest).hasSize(1_000);
        assertThat(await(log.read(place, 1)).get(0).previous()).as("a gap").isGreaterThan(place);
    }

    private static void append(FeedLog log, int from) {
        List<Pending> batch = new ArrayList<>();
        for (int i = 0; i < ENTRIES_OF_A_BATCH; i++)
            batch.add(new Pending(from + i, UUID.randomUUID().toString(), ENTRY));
        await(log.append("p", from, from + ENTRIES_OF_A_BATCH, batch));
    }
}
