package polyclinic.clients.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import polyclinic.clients.bench.load.CommitDelays;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.bench.subject.BookingSeries;
import polyclinic.clients.bench.subject.DatabaseBaseline;
import polyclinic.clients.bench.subject.EventArrivals;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.KafkaConnection;

/** At a steady rate of bookings: the time from each commit to the event's arrival, and whether every event arrives. */
final class OutboxMeasurement {
    private static final double P50_LIMIT_MS = 20;
    private static final double P99_LIMIT_MS = 150;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

    private final BenchContext context;
    private final BenchPlan plan;
    private final BenchReport report;

    OutboxMeasurement(BenchContext context) {
        this.context = context;
        this.plan = context.plan();
        this.report = context.report();
    }

    void run() {
        context.announce("outbox at " + plan.rate() + " bookings/s");
        List<UUID> ids = Collections.synchronizedList(new ArrayList<>());
        AuditLag audit = new AuditLag(context.clinic());
        try (EventArrivals arrivals = new EventArrivals(KafkaConnection.of(context.clinic()))) {
            Instant countFrom = Instant.now().plus(plan.steadyWarmUp());
            LoadResult steady = context.load()
                    .open(plan.rate(), plan.steadyWarmUp(), plan.steadyDuration(), n -> context.requests()
                            .book(n)
                            .map(answer -> ids.add(BookingSeries.idOf(answer))));
            AuditLag.Result lag = audit.awaitAll();
            long rowsLeft = rowsLeft(context.baseline());
            long missing = missingEvents(arrivals, ids);
            CommitDelays delays = new CommitDelays(context.baseline().commits(ids), arrivals::of, countFrom);
            if (delays.count() == 0) throw new CheckFailed("no booking was measured from commit to consumer");
            report.heading(String.format(
                    Locale.ROOT,
                    "Outbox at a steady %d bookings/s (open loop, %d s, latency from the intended start)",
                    plan.rate(),
                    plan.steadyDuration().toSeconds()));
            report.load("steady", "bookings at that rate", steady);
            reportDelays(delays);
            report.limit("outboxLeft", "rows left in the outbox", rowsLeft, 0);
            report.limit("eventsMissing", "bookings whose event never arrived", missing, 0);
            reportAudit(lag);
        }
    }

    private void reportDelays(CommitDelays delays) {
        report.limit("outboxP50Millis", "commit to consumer, p50 (ms)", delays.millis(50), P50_LIMIT_MS);
        report.limit("outboxP99Millis", "commit to consumer, p99 (ms)", delays.millis(99), P99_LIMIT_MS);
        report.line(
                "commit to consumer, longest (ms)",
                String.format(Locale.ROOT, "%.1f", delays.millis(100)),
                String.format(Locale.ROOT, "of %,d", delays.count()));
        report.put("outboxMaxMillis", delays.millis(100));
    }

    private void reportAudit(AuditLag.Result lag) {
        report.line(
                "audit lag at that rate",
                String.format(Locale.ROOT, "%.2f s", lag.seconds()),
                String.format(Locale.ROOT, "until all %,d entries were ingested", lag.entries()));
        report.put("auditLagSeconds", lag.seconds());
    }

    private static long missingEvents(EventArrivals arrivals, List<UUID> ids) {
        List<UUID> awaited = new ArrayList<>(ids);
        long end = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        do {
            awaited.removeIf(id -> arrivals.of(id) != null);
            if (awaited.isEmpty()) return 0;
            Poller.sleep(20);
        } while (System.nanoTime() < end);
        return awaited.size();
    }

    /** Returns how many rows are left in the outbox once it is empty or the timeout is over. */
    private static long rowsLeft(DatabaseBaseline baseline) {
        try {
            return Poller.until(DRAIN_TIMEOUT, () -> baseline.outboxRows() == 0 ? 0L : null, () -> "");
        } catch (CheckFailed notEmpty) {
            return baseline.outboxRows();
        }
    }
}
