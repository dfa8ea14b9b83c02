package polyclinic.gateway.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log in memory, read once for all clients of this gateway. Each client has only its place in it; who is further
 * behind than it reaches reads the log itself.
 */
@Singleton
public class FeedTail {

    private static final Logger LOG = Logger.getLogger(FeedTail.class);
    private static final int PAGE = 512;
    private static final long WAIT_MS = 1_000;
    private static final long ANSWER_MS = 3_000;
    private static final long PAUSE_MS = 250;
    private static final long NOWHERE = -1;
    /** A quarter of a second is what is promised. */
    private static final Duration[] DELAYS = {
        Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10)
    };

    private final Vertx vertx;
    private final Redis redis;
    private final FeedLog log;
    private final int capacity;
    /** Without gaps, oldest first. */
    private final List<FeedEntry> entries = new ArrayList<>();

    private final List<Consumer<List<FeedEntry>>> readers = new CopyOnWriteArrayList<>();
    private final Timer delays;
    private volatile long last = NOWHERE;
    private volatile boolean stopped;
    private volatile boolean connected;
    /** Whoever takes it out closes it, once. */
    private final AtomicReference<@Nullable RedisConnection> connection = new AtomicReference<>();

    FeedTail(Vertx vertx, Redis redis, FeedLog log, FeedConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.log = log;
        this.capacity = config.tail();
        metrics.gauge("polyclinic.feed.connected", this, tail -> tail.connected ? 1 : 0);
        this.delays = Timer.builder("polyclinic.feed.delay")
                .description("From an event until this gateway has it for its clients")
                .serviceLevelObjectives(DELAYS)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        connect();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        disconnect();
    }

    /** @param reader is told of what is new, in order, on the thread that reads the log: it must not take time */
    public void onEntries(Consumer<List<FeedEntry>> reader) {
        readers.add(reader);
    }

    /** Whether the log can be read. */
    public boolean isConnected() {
        return connected;
    }

    /**
     * The entries after a place.
     *
     * @return null where the place is not in memory: then the log knows more
     */
    public @Nullable List<FeedEntry> after(long place, int max) {
        if (place == last) return List.of();
        synchronized (entries) {
            int from = indexAfter(place);
            if (from < 0) return null;
            return List.copyOf(entries.subList(from, Math.min(entries.size(), from + max)));
        }
    }

    private int indexAfter(long place) {
        if (entries.isEmpty()) return -1;
        if (entries.get(0).previous() == place) return 0;
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long seq = entries.get(middle).seq();
            if (seq == place) return middle + 1;
            if (seq < place) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    private void connect() {
        if (stopped) return;
        redis.connect()
                .compose(fresh -> {
                    connection.set(fresh);
                    fresh.exceptionHandler(broken -> disconnect());
                    return begin();
                })
                .onSuccess(begun -> {
                    if (!connected) LOG.info("the live feed reads its log");
                    connected = true;
                    follow();
                })
                .onFailure(this::again);
    }

    private Future<Void> begin() {
        if (last != NOWHERE) return Future.succeededFuture();
        return log.last().onSuccess(place -> last = place).mapEmpty();
    }

    private void follow() {
        RedisConnection current = connection.get();
        if (stopped) return;
        if (current == null) {
            again(new IllegalStateException("connection closed"));
            return;
        }
        long timer = vertx.setTimer(ANSWER_MS, silent -> disconnect());
        current.send(log.wait(last, WAIT_MS))
                .onComplete(done -> vertx.cancelTimer(timer))
                .compose(something -> something == null ? Future.<Void>succeededFuture() : readOn())
                .onSuccess(read -> follow())
                .onFailure(this::again);
    }

    private Future<Void> readOn() {
        return log.read(last, PAGE).compose(page -> {
            if (!page.isEmpty()) take(page);
            return page.size() == PAGE ? readOn() : Future.succeededFuture();
        });
    }

    private void take(List<FeedEntry> page) {
        synchronized (entries) {
            for (FeedEntry entry : page) {
                // What was lost in between is to be missed by everybody who stands before it.
                if (!entries.isEmpty() && entries.get(entries.size() - 1).seq() != entry.previous()) entries.clear();
                entries.add(entry);
            }
            if (entries.size() > 2 * capacity)
                entries.subList(0, entries.size() - capacity).clear();
            last = page.get(page.size() - 1).seq();
        }
        Instant now = Instant.now();
        for (FeedEntry entry : page) delays.record(Duration.between(entry.occurredAt(), now));
        for (Consumer<List<FeedEntry>> reader : readers) reader.accept(page);
    }

    private void again(Throwable failure) {
        if (stopped) return;
        if (connected) LOG.warnf("the live feed cannot read its log: %s", failure.getMessage());
        connected = false;
        disconnect();
        vertx.setTimer(PAUSE_MS, due -> connect());
    }

    private void disconnect() {
        RedisConnection current = connection.getAndSet(null);
        if (current != null) current.close();
    }
}
