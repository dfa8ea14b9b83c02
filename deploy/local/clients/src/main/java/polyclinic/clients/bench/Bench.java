package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import polyclinic.clients.bench.load.LoadGenerator;
import polyclinic.clients.bench.subject.BenchHttpClient;
import polyclinic.clients.bench.subject.BookingSeries;
import polyclinic.clients.bench.subject.CallerTokens;
import polyclinic.clients.bench.subject.DatabaseBaseline;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/**
 * {@code ./polyclinic bench [--quick] [--lists | --live] [--json]}: how fast the running suite is, through the gateway with real tokens, and
 * how fast the same PostgreSQL is without it, in one run. Exit code 1 when a floor is missed.
 */
public final class Bench {
    private final Clinic clinic;
    private final BenchPlan plan;
    private final PrintStream progress;
    private final BenchReport report = new BenchReport();

    private Bench(Clinic clinic, BenchPlan plan, PrintStream progress) {
        this.clinic = clinic;
        this.plan = plan;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (!List.of("--quick", "--lists", "--live", "--json").containsAll(words)) {
            System.err.println("usage: ./polyclinic bench [--quick] [--lists | --live] [--json]");
            System.exit(2);
        }
        int code = 1;
        try {
            BenchPlan plan = words.contains("--quick") ? BenchPlan.QUICK : BenchPlan.FULL;
            code = run(Clinic.fromEnvironment(), plan, words) ? 0 : 1;
        } catch (CheckFailed failure) {
            System.out.flush();
            System.err.println("bench: " + failure.getMessage());
        }
        System.exit(code);
    }

    /** Returns whether every floor was reached. */
    private static boolean run(Clinic clinic, BenchPlan plan, List<String> words) {
        Bench bench = new Bench(clinic, plan, System.err);
        BenchReport report = bench.measure(words);
        if (words.contains("--json")) System.out.println(report.json());
        else report.lines().forEach(System.out::println);
        report.missed().forEach(floor -> System.err.println("bench: missed: " + floor));
        return report.missed().isEmpty();
    }

    private BenchReport measure(List<String> words) {
        if (words.contains("--lists")) return measureLists();
        return words.contains("--live") ? measureLive() : measureAll();
    }

    private BenchReport measureAll() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        progress.println("bench: processes …");
        JsonNode before = ProcessStatus.read(clinic);
        withBookings(vertx, (context, bookings) -> {
            new SpeedMeasurement(context).run();
            new OutboxMeasurement(context).run();
            new CounterMeasurement(context, vertx, bookings, context.requests().http()).run();
        });
        new ListReport(report, progress).measure(clinic, vertx, plan.lists());
        reportProcesses(before, ProcessStatus.read(clinic));
        vertx.close();
        return report;
    }

    /** Nothing but the live feed. */
    private BenchReport measureLive() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        withBookings(vertx, (context, bookings) -> new LiveMeasurement(context).run(vertx));
        vertx.close();
        return report;
    }

    private void withBookings(Vertx vertx, BiConsumer<BenchContext, BookingSeries> measurements) {
        progress.println("bench: accounts, doctors and patients …");
        CallerTokens callers = CallerTokens.signIn(clinic, "bench-", "receptionist", plan.callers());
        BookingSeries bookings = BookingSeries.of(clinic, plan.doctors(), plan.patients());
        BenchRequests requests = new BenchRequests(
                new BenchHttpClient(vertx, plan.inFlight() * 4, clinic.value("POLYCLINIC_TLS_CA", "")),
                clinic,
                bookings,
                callers);
        try (DatabaseBaseline baseline = new DatabaseBaseline(vertx, clinic, bookings)) {
            measurements.accept(
                    new BenchContext(clinic, plan, new LoadGenerator(vertx), requests, baseline, report, progress),
                    bookings);
        }
    }

    /** Nothing but the lists and searches, which need no load. */
    private BenchReport measureLists() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        new ListReport(report, progress).measure(clinic, vertx, plan.lists());
        vertx.close();
        return report;
    }

    private void reportProcesses(JsonNode before, JsonNode after) {
        report.heading("Processes (resident memory at the beginning of the run)");
        report.processes(before);
        report.line(
                "all processes after the run",
                String.format(Locale.ROOT, "%.2f GiB", after.path("memoryKiB").asLong() / 1048576.0),
                "");
        report.put("processesAfter", after);
    }
}
