package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import polyclinic.clients.bench.load.CommitDelays;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.bench.subject.BookingSeries;
import polyclinic.clients.bench.subject.CallerTokens;
import polyclinic.clients.bench.subject.QuietStreams;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.feed.LiveFeed;
import polyclinic.clients.feed.ToldEvent;

/** The live feed: the time from each commit to the client that is told of it, and the memory of streams on which nothing happens. */
final class LiveMeasurement {
    private static final int RATE = 100;
    private static final double P99_LIMIT_MS = 250;
    /** Services that have just started are still compiled by their JVMs, and take longer. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final int STREAMS = 2_000;
    /** As many as the gateway allows one caller. */
    private static final int STREAMS_PER_CALLER = 8;

    private static final double MEMORY_LIMIT_MIB = 100;

    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(30);
    /** Until what opening them has left behind is collected, and heartbeats have been sent. */
    private static final Duration QUIET = Duration.ofSeconds(40);

    private final BenchContext context;
    private final BenchReport report;

    LiveMeasurement(BenchContext context) {
        this.context = context;
        this.report = context.report();
    }

    void run(Vertx vertx) {
        report.heading("Live feed (open loop, " + RATE + " bookings/s)");
        measureDelay();
        measureMemory(vertx);
    }

    private void measureDelay() {
        context.announce("live feed at " + RATE + " bookings/s");
        List<UUID> ids = Collections.synchronizedList(new ArrayList<>());
        try (LiveFeed feed = LiveFeed.open(
                context.clinic().http(),
                context.clinic().gateway(),
                context.clinic().session("reception", "reception"),
                "appointments",
                "")) {
            Instant countFrom = Instant.now().plus(WARM_UP);
            LoadResult load = context.load()
                    .open(RATE, WARM_UP, context.plan().steadyDuration(), n -> context.requests()
                            .book(n)
                            .map(answer -> ids.add(BookingSeries.idOf(answer))));
            long missing = awaitTold(feed, ids);
            Map<String, Instant> told = told(feed);
            CommitDelays delays =
                    new CommitDelays(context.baseline().commits(ids), id -> told.get(entity(id)), countFrom);
            if (delays.count() == 0) throw new CheckFailed("no booking was told of: " + feed.end());
            report.load("live", "bookings at that rate", load);
            report.line(
                    "commit to client, p50 (ms)",
                    String.format(Locale.ROOT, "%.1f", delays.millis(50)),
                    String.format(Locale.ROOT, "of %,d", delays.count()));
            report.put("liveP50Millis", delays.millis(50));
            report.limit("liveP99Millis", "commit to client, p99 (ms)", delays.millis(99), P99_LIMIT_MS);
            report.limit("liveMissing", "bookings that were not told of", missing, 0);
        }
    }

    private void measureMemory(Vertx vertx) {
        context.announce(STREAMS + " quiet streams");
        CallerTokens callers =
                CallerTokens.signIn(context.clinic(), "bench-live-", "receptionist", STREAMS / STREAMS_PER_CALLER);
        double before = gatewayMebibytes();
        try (QuietStreams streams = QuietStreams.open(vertx, context.clinic(), callers, STREAMS)) {
            Poller.sleep(QUIET.toMillis());
            report.limit(
                    "streamsMebibytes",
                    String.format(Locale.ROOT, "memory of %,d quiet streams (MiB)", STREAMS),
                    gatewayMebibytes() - before,
                    MEMORY_LIMIT_MIB);
            report.limit("streamsBroken", "of them ended by themselves", streams.ended(), 0);
        }
    }

    private double gatewayMebibytes() {
        for (JsonNode process : ProcessStatus.read(context.clinic()).path("components"))
            if (process.path("name").asText().equals("gateway"))
                return process.path("memoryKiB").asLong() / 1024.0;
        throw new CheckFailed("the status names no gateway");
    }

    private static long awaitTold(LiveFeed feed, List<UUID> ids) {
        long end = System.nanoTime() + ARRIVAL_TIMEOUT.toNanos();
        while (true) {
            Map<String, Instant> told = told(feed);
            long missing =
                    ids.stream().filter(id -> !told.containsKey(entity(id))).count();
            if (missing == 0 || System.nanoTime() > end) return missing;
            Poller.sleep(50);
        }
    }

    private static Map<String, Instant> told(LiveFeed feed) {
        Map<String, Instant> told = new HashMap<>();
        for (ToldEvent event : feed.told()) told.putIfAbsent(event.entity(), event.toldAt());
        return told;
    }

    private static String entity(UUID appointment) {
        return "appointment/" + appointment;
    }
}
