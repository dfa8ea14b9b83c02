package polyclinic.clients.bench;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.clients.bench.load.LoadCall;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.bench.subject.BenchHttpClient;
import polyclinic.clients.bench.subject.BookingSeries;
import polyclinic.clients.bench.subject.CallerTokens;
import polyclinic.clients.bench.subject.DispenseBaseline;
import polyclinic.clients.bench.subject.DispenseSeries;
import polyclinic.clients.bench.subject.PaymentBaseline;
import polyclinic.clients.bench.subject.PaymentSeries;
import polyclinic.clients.clinic.Clinic;

/** Dispenses and payments through the gateway, and the same in PostgreSQL alone. */
final class CounterMeasurement {
    private static final double FLOOR = 0.1;

    private final BenchContext context;
    private final Vertx vertx;
    private final BookingSeries patients;
    private final BenchHttpClient http;

    CounterMeasurement(BenchContext context, Vertx vertx, BookingSeries patients, BenchHttpClient http) {
        this.context = context;
        this.vertx = vertx;
        this.patients = patients;
        this.http = http;
    }

    void run() {
        context.announce("prescriptions and invoices");
        Clinic clinic = context.clinic();
        BenchPlan plan = context.plan();
        DispenseSeries dispenses = DispenseSeries.of(clinic, patients, plan.prescriptions());
        PaymentSeries first = PaymentSeries.of(clinic, patients, plan.patients());
        PaymentSeries payments = PaymentSeries.of(clinic, patients, plan.invoices());
        CallerTokens pharmacists = CallerTokens.signIn(clinic, "bench-pharmacist-", "pharmacist", plan.callers());
        CallerTokens cashiers = CallerTokens.signIn(clinic, "bench-cashier-", "cashier", plan.callers());
        context.report().heading("At the counter");
        // The payments first: what is dispensed is invoiced for some time after the last dispense.
        try (PaymentBaseline baseline = new PaymentBaseline(vertx, clinic, payments)) {
            compare(
                    "payment",
                    "payments through the gateway",
                    n -> http.create(clinic.gateway() + first.path(n), first.body(), cashiers.bearer(n)),
                    n -> http.create(clinic.gateway() + payments.path(n), payments.body(), cashiers.bearer(n)),
                    "raw payment (one statement)",
                    baseline::pay);
        }
        AtomicLong turn = new AtomicLong();
        LoadCall dispense = n -> {
            long number = turn.getAndIncrement();
            return http.create(
                    clinic.gateway() + dispenses.path(number), dispenses.body(number), pharmacists.bearer(n));
        };
        try (DispenseBaseline baseline = new DispenseBaseline(vertx, clinic, dispenses)) {
            compare(
                    "dispense",
                    "dispenses through the gateway",
                    dispense,
                    dispense,
                    "raw dispense (one statement)",
                    baseline::dispense);
        }
    }

    private void compare(String name, String label, LoadCall warmUp, LoadCall call, String rawLabel, LoadCall rawCall) {
        context.announce(label);
        BenchPlan plan = context.plan();
        context.load().warmUp(plan.inFlight(), plan.warmUpCalls(), plan.warmUpLimit(), warmUp);
        LoadResult raw = context.load().closed(plan.inFlight(), plan.warmUp(), plan.duration(), rawCall);
        LoadResult suite = context.load().closed(plan.inFlight(), plan.warmUp(), plan.duration(), call);
        context.report().ratio(name, label, suite, rawLabel, raw, FLOOR);
    }
}
