package polyclinic.clients.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
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
    private static final long MAX_MICROS = 120_000_000;
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
            Histogram micros = delays(arrivals, context.baseline().commits(ids), countFrom);
            if (micros.getTotalCount() == 0) throw new CheckFailed("no booking was measured from commit to consumer");
            report.heading(String.format(
                    Locale.ROOT,
                    "Outbox at a steady %d bookings/s (open loop, %d s, latency from the intended start)",
                    plan.rate(),
                    plan.steadyDuration().toSeconds()));
            report.load("steady", "bookings at that rate", steady);
            reportDelays(micros);
            report.limit("outboxLeft", "rows left in the outbox", rowsLeft, 0);
            report.limit("eventsMissing", "bookings whose event never arrived", missing, 0);
            reportAudit(lag);
        }
    }

    private void reportDelays(Histogram micros) {
        report.limit("outboxP50Millis", "commit to consumer, p50 (ms)", millis(micros, 50), P50_LIMIT_MS);
        report.limit("outboxP99Millis", "commit to consumer, p99 (ms)", millis(micros, 99), P99_LIMIT_MS);
        report.line(
                "commit to consumer, longest (ms)",
                String.format(Locale.ROOT, "%.1f", millis(micros, 100)),
                String.format(Locale.ROOT, "of %,d", micros.getTotalCount()));
        report.put("outboxMaxMillis", millis(micros, 100));
    }

    private void reportAudit(AuditLag.Result lag) {
        report.line(
                "audit lag at that rate",
                String.format(Locale.ROOT, "%.2f s", lag.seconds()),
                String.format(Locale.ROOT, "until all %,d entries were ingested", lag.entries()));
        report.put("auditLagSeconds", lag.seconds());
    }

    /** From each commit to the event's arrival, in microseconds, without the warm-up and the events that never arrived. */
    private static Histogram delays(EventArrivals arrivals, Map<UUID, Instant> commits, Instant countFrom) {
        Histogram micros = new Histogram(MAX_MICROS, 3);
        commits.forEach((id, commit) -> {
            Instant arrival = arrivals.of(id);
            if (arrival == null || commit.isBefore(countFrom)) return;
            micros.recordValue(Math.max(0, Math.min(ChronoUnit.MICROS.between(commit, arrival), MAX_MICROS)));
        });
        return micros;
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
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
