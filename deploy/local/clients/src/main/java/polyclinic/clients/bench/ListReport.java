package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import polyclinic.clients.bench.lists.ListMeasurement;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.JsonNodes;

/** The lines of lists and searches, each with its plan. */
final class ListReport implements ListMeasurement.Sink {
    /** Over this many patients the search has a limit; over fewer it says nothing. */
    private static final int ENOUGH = 100_000;

    private static final double SEARCH_P95_LIMIT_MS = 20;

    private final BenchReport report;
    private final PrintStream progress;
    private double slowestSearch;

    ListReport(BenchReport report, PrintStream progress) {
        this.report = report;
        this.progress = progress;
    }

    /** @param requests of each */
    void measure(Clinic clinic, Vertx vertx, int requests) {
        report.heading("Lists and searches (one request at a time, through the gateway)");
        int patients = new ListMeasurement(clinic, vertx, requests, this).run();
        if (patients == 0) report.line("nothing to search in", "", "./polyclinic seed --size large makes it");
        else report.line("invented patients", BenchReport.number(patients), "");
        report.put("listedPatients", patients);
        if (patients >= ENOUGH)
            report.limit("searchP95Millis", "slowest kind of question, p95 (ms)", slowestSearch, SEARCH_P95_LIMIT_MS);
    }

    @Override
    public void announce(String what) {
        progress.println("bench: " + what + " …");
    }

    @Override
    public void measured(String name, String label, double p50, double p95, List<String> plan) {
        if (name.startsWith("search")) slowestSearch = Math.max(slowestSearch, p95);
        report.line(
                label,
                String.format(Locale.ROOT, "p95 %.1f ms", p95),
                String.format(Locale.ROOT, "p50 %.1f ms%s", p50, plan.isEmpty() ? "" : "; " + String.join(", ", plan)));
        ArrayNode ways = JsonNodes.MAPPER.createArrayNode();
        plan.forEach(ways::add);
        report.put(name, JsonNodes.object("p50Millis", rounded(p50), "p95Millis", rounded(p95), "plan", ways));
    }

    @Override
    public void failed(String name, String label, String reason) {
        report.failed(label, reason);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }
}
