package polyclinic.clients.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.clients.bench.load.LoadCall;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.bench.subject.DatabaseBaseline;
import polyclinic.clients.bench.subject.EventArrivals;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.KafkaConnection;

/** Bookings and reads through the gateway, the same in PostgreSQL alone, and what the gateway adds to a read. */
final class SpeedMeasurement {
    private static final double BOOKING_FLOOR = 0.06;
    private static final double READ_FLOOR = 0.04;
    private static final double CACHE_FLOOR = 3;

    /** So short that every caller stays within the rate limit, however fast the cache is. */
    private static final Duration CACHE_DURATION = Duration.ofSeconds(2);

    private final BenchContext context;
    private final BenchPlan plan;
    private final BenchRequests requests;
    private final BenchReport report;

    SpeedMeasurement(BenchContext context) {
        this.context = context;
        this.plan = context.plan();
        this.requests = context.requests();
        this.report = context.report();
    }

    void run() {
        context.announce("warming up");
        warmUp();
        context.announce("raw statements");
        DatabaseBaseline baseline = context.baseline();
        AtomicLong statement = new AtomicLong();
        LoadResult rawBooking = closedLoop(n -> baseline.book(statement.getAndIncrement()));
        LoadResult rawRead = closedLoop(n -> baseline.read(statement.getAndIncrement()));
        AuditLag audit = new AuditLag(context.clinic());
        context.announce("bookings through the gateway");
        LoadResult booking = closedLoop(requests::book);
        context.announce("reads through the gateway");
        LoadResult read = closedLoop(requests::read);
        context.announce("waiting for the audit trail");
        AuditLag.Result lag = audit.awaitAll();
        report.heading(String.format(
                Locale.ROOT,
                "Speed (%d requests in flight, %d database connections, %d callers, rate limit and audit on)",
                plan.inFlight(),
                baseline.connections(),
                plan.callers()));
        report.ratio(
                "booking",
                "bookings through the gateway",
                booking,
                "raw booking (one statement)",
                rawBooking,
                BOOKING_FLOOR);
        report.ratio("read", "patient reads through the gateway", read, "raw read by primary key", rawRead, READ_FLOOR);
        context.announce("gateway against the service itself");
        measureOverhead();
        context.announce("the gateway's cache");
        measureCache();
        reportAudit(lag);
    }

    /** What many ask for, from the cache and from the service, through the same gateway. */
    private void measureCache() {
        LoadResult fresh = cacheLoop(requests::listDoctorsFreshly);
        LoadResult cached = cacheLoop(requests::listDoctors);
        report.load("cachedRead", "lists of doctors from the cache", cached);
        report.load("uncachedRead", "lists of doctors from the service", fresh);
        report.floor("cachedReadRatio", "  ratio", cached.perSecond() / fresh.perSecond(), CACHE_FLOOR);
    }

    private LoadResult cacheLoop(LoadCall call) {
        warmUp(call);
        return context.load().closed(plan.inFlight(), Duration.ofSeconds(1), CACHE_DURATION, call);
    }

    private void warmUp() {
        // The consumer of the events runs too: its code must be compiled before it measures.
        EventArrivals arrivals = new EventArrivals(KafkaConnection.of(context.clinic()));
        warmUp(requests::book);
        arrivals.close();
        warmUp(requests::read);
        new AuditLag(context.clinic()).awaitAll();
    }

    private void warmUp(LoadCall call) {
        context.load().warmUp(plan.inFlight(), plan.warmUpCalls(), plan.warmUpLimit(), call);
    }

    private LoadResult closedLoop(LoadCall call) {
        return context.load().closed(plan.inFlight(), plan.warmUp(), plan.duration(), call);
    }

    /** One request at a time, in turn to the service and through the gateway. */
    private void measureOverhead() {
        LoadResult direct = new LoadResult();
        LoadResult proxied = new LoadResult();
        context.load().closed(1, Duration.ofMillis(1), Duration.ofSeconds(1), requests::read);
        for (int i = 0; i < plan.pairs(); i++) {
            long n = 2L * i;
            single(direct, call -> requests.readDirectly(n));
            single(proxied, call -> requests.read(n + 1));
        }
        double overhead = proxied.millis(50) - direct.millis(50);
        report.line(
                "gateway overhead (p50, one request at a time)",
                String.format(Locale.ROOT, "%.2f ms", overhead),
                String.format(
                        Locale.ROOT,
                        "%.2f ms through the gateway, %.2f ms without",
                        proxied.millis(50),
                        direct.millis(50)));
        report.put("gatewayOverheadP50Millis", overhead);
    }

    private void single(LoadResult result, LoadCall call) {
        context.load().single(result, call);
        if (result.failed() > 0)
            throw new CheckFailed("a single read failed: "
                    + result.failures().keySet().iterator().next());
    }

    private void reportAudit(AuditLag.Result lag) {
        report.line(
                "audit entries ingested",
                BenchReport.number(lag.perSecond()) + "/s",
                String.format(
                        Locale.ROOT,
                        "%,d entries of both loads, complete %.1f s after the end",
                        lag.entries(),
                        lag.seconds()));
        report.put("auditEntriesPerSecond", lag.perSecond());
        report.put("auditLagAfterFullLoadSeconds", lag.seconds());
    }
}
