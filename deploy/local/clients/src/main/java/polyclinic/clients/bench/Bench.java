package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import polyclinic.clients.Clinic;
import polyclinic.clients.Wait;
import polyclinic.clients.Wrong;

/**
 * {@code ./polyclinic bench [--quick] [--json]}: how fast the running suite is, through the gateway with real tokens, and
 * how fast the same PostgreSQL is without it, in one run. Exit code 1 when a floor is missed.
 */
public final class Bench {
    private static final double BOOKING_FLOOR = 0.06;
    private static final double READ_FLOOR = 0.04;
    private static final double OUTBOX_P50 = 20;
    private static final double OUTBOX_P99 = 150;
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Clinic clinic;
    private final Course course;
    private final PrintStream progress;
    private final Vertx vertx;
    private final Load load;
    private final Web web;
    private final Report report = new Report();
    private final AtomicLong booked = new AtomicLong();
    private People people;
    private Callers callers;

    private Bench(Clinic clinic, Course course, PrintStream progress) {
        this.clinic = clinic;
        this.course = course;
        this.progress = progress;
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        load = new Load(vertx);
        web = new Web(vertx, course.inFlight() * 4);
    }

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        for (String word : words)
            if (!List.of("--quick", "--json").contains(word)) {
                System.err.println("usage: ./polyclinic bench [--quick] [--json]");
                System.exit(2);
            }
        int code = 1;
        try {
            Course course = words.contains("--quick") ? Course.QUICK : Course.FULL;
            code = run(Clinic.fromEnvironment(), course, words.contains("--json")) ? 0 : 1;
        } catch (Wrong wrong) {
            System.out.flush();
            System.err.println("bench: " + wrong.getMessage());
        }
        System.exit(code);
    }

    /** @return whether every floor was reached */
    static boolean run(Clinic clinic, Course course, boolean asJson) {
        Bench bench = new Bench(clinic, course, System.err);
        bench.measure();
        if (asJson) System.out.println(bench.report.json());
        else bench.report.lines().forEach(System.out::println);
        bench.report.missed().forEach(one -> System.err.println("bench: missed: " + one));
        bench.vertx.close();
        return bench.report.missed().isEmpty();
    }

    private void measure() {
        say("processes");
        JsonNode idle = Processes.status(clinic);
        say("accounts, doctors and patients");
        callers = Callers.signIn(clinic, course.callers());
        people = People.of(clinic, course);
        try (Raw raw = new Raw(vertx, clinic, people)) {
            speed(raw);
            outbox(raw);
        }
        report.heading("Processes (resident memory at the beginning of the run)");
        report.processes(idle);
        JsonNode now = Processes.status(clinic);
        report.line(
                "all processes after the run",
                String.format(Locale.ROOT, "%.2f GiB", now.path("memoryKiB").asLong() / 1048576.0),
                "");
        report.put("processesAfter", now);
    }

    private void speed(Raw raw) {
        say("warming up");
        // The consumer of the events, too: it is to be compiled by the time that it measures.
        Arrivals arrivals = new Arrivals(clinic.require("POLYCLINIC_KAFKA"));
        load.warm(course.inFlight(), course.warmUpCalls(), course.warmUpAtMost(), n -> book(n));
        arrivals.close();
        load.warm(course.inFlight(), course.warmUpCalls(), course.warmUpAtMost(), n -> read(clinic.gateway(), n));
        new AuditLag(clinic).awaitAll();
        say("raw statements");
        AtomicLong number = new AtomicLong();
        Run rawBooking =
                load.closed(course.inFlight(), course.warmUp(), course.time(), n -> raw.book(number.getAndIncrement()));
        Run rawReading =
                load.closed(course.inFlight(), course.warmUp(), course.time(), n -> raw.read(number.getAndIncrement()));

        AuditLag audit = new AuditLag(clinic);
        say("bookings through the gateway");
        Run booking = load.closed(course.inFlight(), course.warmUp(), course.time(), n -> book(n));
        say("reads through the gateway");
        Run reading = load.closed(course.inFlight(), course.warmUp(), course.time(), n -> read(clinic.gateway(), n));
        say("waiting for the audit trail");
        AuditLag.Result behind = audit.awaitAll();
        say("gateway against the service itself");
        Run direct = new Run();
        Run through = new Run();
        overhead(direct, through);

        report.heading(String.format(
                Locale.ROOT,
                "Speed (%d requests under way, %d database connections, %d callers, rate limit and audit on)",
                course.inFlight(),
                raw.connections(),
                course.callers()));
        report.run("booking", "bookings through the gateway", booking);
        report.run("rawBooking", "raw booking (one statement)", rawBooking);
        report.floor("bookingRatio", "  ratio", booking.perSecond() / rawBooking.perSecond(), BOOKING_FLOOR, true);
        report.run("read", "patient reads through the gateway", reading);
        report.run("rawRead", "raw read by primary key", rawReading);
        report.floor("readRatio", "  ratio", reading.perSecond() / rawReading.perSecond(), READ_FLOOR, true);
        double overhead = through.millis(50) - direct.millis(50);
        report.line(
                "gateway overhead (p50, one request at a time)",
                String.format(Locale.ROOT, "%.2f ms", overhead),
                String.format(
                        Locale.ROOT, "%.2f ms through it, %.2f ms direct", through.millis(50), direct.millis(50)));
        report.put("gatewayOverheadP50Millis", overhead);
        report.line(
                "audit entries ingested",
                Report.number(behind.perSecond()) + "/s",
                String.format(
                        Locale.ROOT,
                        "%,d entries of both loads, all there %.1f s after the end",
                        behind.entries(),
                        behind.seconds()));
        report.put("auditEntriesPerSecond", behind.perSecond());
        report.put("auditLagAfterFullLoadSeconds", behind.seconds());
    }

    /** One request at a time, in turn to the service and through the gateway. */
    private void overhead(Run direct, Run through) {
        String service = clinic.service("patient");
        AtomicLong turn = new AtomicLong();
        load.closed(1, Duration.ofMillis(1), Duration.ofSeconds(1), n -> read(clinic.gateway(), n));
        for (int i = 0; i < course.pairs(); i++) {
            one(direct, service, turn.getAndIncrement());
            one(through, clinic.gateway(), turn.getAndIncrement());
        }
    }

    private void one(Run run, String base, long n) {
        load.single(run, any -> read(base, n));
        if (run.failed() > 0)
            throw new Wrong(
                    "a single read failed: " + run.failures.keySet().iterator().next());
    }

    private void outbox(Raw raw) {
        say("outbox at " + course.rate() + " bookings/s");
        List<UUID> ids = Collections.synchronizedList(new ArrayList<>());
        AuditLag audit = new AuditLag(clinic);
        try (Arrivals arrivals = new Arrivals(clinic.require("POLYCLINIC_KAFKA"))) {
            Instant countFrom = Instant.now().plus(course.steadyWarmUp());
            Run steady = load.open(course.rate(), course.steadyWarmUp(), course.steady(), n -> book(n).map(
                            answer -> ids.add(id(answer))));
            AuditLag.Result behind = audit.awaitAll();
            long waiting = drained(raw);
            long missing = missing(arrivals, ids);
            Histogram micros = delays(arrivals, raw.commits(ids), countFrom);
            if (micros.getTotalCount() == 0) throw new Wrong("no booking's way from commit to consumer was measured");

            report.heading(String.format(
                    Locale.ROOT,
                    "Outbox at a steady %d bookings/s (open loop, %d s, latency from the intended start)",
                    course.rate(),
                    course.steady().toSeconds()));
            report.run("steady", "bookings at that rate", steady);
            report.floor("outboxP50Millis", "commit to consumer, p50 (ms)", millis(micros, 50), OUTBOX_P50, false);
            report.floor("outboxP99Millis", "commit to consumer, p99 (ms)", millis(micros, 99), OUTBOX_P99, false);
            report.line(
                    "commit to consumer, longest (ms)",
                    String.format(Locale.ROOT, "%.1f", millis(micros, 100)),
                    String.format(Locale.ROOT, "of %,d", micros.getTotalCount()));
            report.put("outboxMaxMillis", millis(micros, 100));
            report.floor("outboxLeft", "rows left in the outbox", waiting, 0, false);
            report.floor("eventsMissing", "bookings whose event never came", missing, 0, false);
            report.line(
                    "audit lag at that rate",
                    String.format(Locale.ROOT, "%.2f s", behind.seconds()),
                    String.format(Locale.ROOT, "until all %,d entries were ingested", behind.entries()));
            report.put("auditLagSeconds", behind.seconds());
        }
    }

    /** From each commit to the event's arrival, in microseconds; those of the warm-up and those that never came left out. */
    private static Histogram delays(Arrivals arrivals, Map<UUID, Instant> commits, Instant countFrom) {
        Histogram micros = new Histogram(120_000_000L, 3);
        commits.forEach((id, commit) -> {
            Instant arrival = arrivals.of(id);
            if (arrival == null || commit.isBefore(countFrom)) return;
            micros.recordValue(Math.max(0, Math.min(ChronoUnit.MICROS.between(commit, arrival), 120_000_000L)));
        });
        return micros;
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    private static long missing(Arrivals arrivals, List<UUID> ids) {
        List<UUID> awaited = new ArrayList<>(ids);
        long end = System.nanoTime() + DRAIN.toNanos();
        do {
            awaited.removeIf(id -> arrivals.of(id) != null);
            if (awaited.isEmpty()) return 0;
            pause();
        } while (System.nanoTime() < end);
        return awaited.size();
    }

    /** How many rows are left once nothing moves any more, at the latest after {@link #DRAIN}. */
    private static long drained(Raw raw) {
        try {
            return Wait.until(DRAIN, () -> raw.outbox() == 0 ? 0L : null, () -> "");
        } catch (Wrong notEmpty) {
            return raw.outbox();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }

    private Future<Buffer> book(long n) {
        long number = booked.getAndIncrement();
        if (number >= people.room()) return Future.failedFuture("the week is full");
        return web.book(clinic.gateway(), people, number, callers.bearer(n));
    }

    private Future<Buffer> read(String base, long n) {
        return web.read(base, people.patient(n * 31), callers.bearer(n));
    }

    /** The id of an appointment: the first field of its JSON. */
    private static UUID id(Buffer appointment) {
        String text = appointment.getString(0, 43);
        if (!text.startsWith("{\"id\":\"")) throw new Wrong("an appointment's JSON began with " + text);
        return UUID.fromString(text.substring(7));
    }

    private void say(String what) {
        progress.println("bench: " + what + " …");
    }
}
