package polyclinic.gateway.feed;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import polyclinic.gateway.feed.FeedLog.Pending;

/** The part of one more gateway that keeps the log, on a log of a test's own. */
public final class FeedNode {

    private final FeedLog log;
    private final FeedTail tail;
    private final FeedIngestion ingestion;

    /** @param settings over {@code polyclinic.feed.} */
    public FeedNode(Vertx vertx, String redis, Map<String, String> settings) {
        FeedConfig config = config(settings);
        Redis client = Redis.createClient(vertx, redis);
        log = new FeedLog(vertx, client, config);
        tail = new FeedTail(vertx, client, log, config, new SimpleMeterRegistry());
        ingestion = new FeedIngestion(
                log, new FeedMemory(client, log), new FeedConsumers(config), types -> {}, new SimpleMeterRegistry());
    }

    static FeedConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((name, value) -> all.put("polyclinic.feed." + name, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FeedConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(FeedConfig.class);
    }

    static FeedLog log(Vertx vertx, String redis, Clock clock, Map<String, String> settings) {
        return new FeedLog(vertx, Redis.createClient(vertx, redis), config(settings), clock);
    }

    public void start() {
        tail.start(new StartupEvent());
        ingestion.start(new StartupEvent());
    }

    public void stop() throws InterruptedException {
        ingestion.stop(new ShutdownEvent());
        tail.stop(new ShutdownEvent());
    }

    public FeedLog log() {
        return log;
    }

    public FeedTail tail() {
        return tail;
    }

    /** Puts entries of some size into a log, as if services had published them. */
    public static void fill(FeedLog log, int count, int bytes) {
        String partition = "test/" + UUID.randomUUID();
        String filling = "x".repeat(bytes);
        for (int from = 0; from < count; from += 100) {
            int first = from;
            List<Pending> batch = IntStream.range(0, Math.min(100, count - from))
                    .mapToObj(i -> new Pending(first + i, UUID.randomUUID().toString(), stored(filling)))
                    .toList();
            await(log.append(partition, first == 0 ? FeedLog.UNKNOWN : first, first + batch.size(), batch));
        }
    }

    private static String stored(String filling) {
        return "{\"topic\":\"ALERTS\",\"type\":\"alert.raised.v1\",\"occurredAt\":\"2026-03-02T09:30:00Z\","
                + "\"entityType\":\"alert\",\"entityId\":\"" + UUID.randomUUID()
                + "\",\"data\":{\"kind\":\"" + filling + "\"},\"audience\":{\"roles\":[\"nurse\"]}}";
    }

    /** Where the log ends. */
    public static long last(FeedLog log) {
        return await(log.last());
    }

    static <T> T await(Future<T> answer) {
        return answer.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
