package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.http.JsonNodes;

/** What was measured, as a table and as JSON, and which floors and limits were missed. */
final class BenchReport {
    private final ObjectNode json = JsonNodes.object();
    private final List<String> lines = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    void heading(String text) {
        if (!lines.isEmpty()) lines.add("");
        lines.add(text);
    }

    void line(String label, String figure, String remark) {
        lines.add(String.format(Locale.ROOT, "  %-44s %16s  %s", label, figure, remark)
                .stripTrailing());
    }

    void put(String name, double value) {
        json.put(name, rounded(value));
    }

    void put(String name, JsonNode value) {
        json.set(name, value);
    }

    /** Adds a load's rate and latency. A load with failures counts as missed. */
    void load(String name, String label, LoadResult load) {
        line(
                label,
                number(load.perSecond()) + "/s",
                String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, p99 %.1f ms%s",
                        load.millis(50),
                        load.millis(99),
                        load.failed() == 0 ? "" : ", FAILED " + load.failures()));
        ObjectNode node = json.putObject(name);
        node.put("perSecond", rounded(load.perSecond()));
        node.put("done", load.succeeded()).put("failed", load.failed());
        node.put("p50Millis", rounded(load.millis(50))).put("p99Millis", rounded(load.millis(99)));
        if (load.failed() > 0) missed.add(label + ": " + load.failures());
    }

    /** Adds both loads, and the suite's rate as a share of the baseline's, which must be at least this high. */
    void ratio(String name, String label, LoadResult suite, String baselineLabel, LoadResult baseline, double floor) {
        String baselineName = "raw" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        load(name, label, suite);
        load(baselineName, baselineLabel, baseline);
        floor(name + "Ratio", "  ratio", suite.perSecond() / baseline.perSecond(), floor);
    }

    /** Adds a figure that must be at least this high. */
    void floor(String name, String label, double value, double floor) {
        bound(name, label, value, "floor", floor, value >= floor);
    }

    /** Adds a figure that must be at most this high. */
    void limit(String name, String label, double value, double limit) {
        bound(name, label, value, "limit", limit, value <= limit);
    }

    /** Adds what could not be measured. */
    void failed(String label, String reason) {
        line(label, "no answer", reason);
        missed.add(label + ": " + reason);
    }

    private void bound(String name, String label, double value, String kind, double bound, boolean met) {
        line(label, figure(value), kind + " " + figure(bound) + (met ? "" : "  MISSED"));
        if (!met) missed.add(label + " is " + figure(value) + ", " + kind + " " + figure(bound));
        json.withArray("/floors")
                .add(JsonNodes.object("name", name, "value", rounded(value), "limit", bound, "met", met));
    }

    void processes(JsonNode status) {
        for (JsonNode process : status.path("components"))
            if (process.has("pid"))
                line(
                        process.path("name").asText(),
                        process.path("memoryKiB").asLong() / 1024 + " MiB",
                        startTime(process.path("startMillis").asLong()));
        line(
                "all processes",
                String.format(Locale.ROOT, "%.2f GiB", status.path("memoryKiB").asLong() / 1048576.0),
                "");
        json.set("processes", status);
    }

    private static String startTime(long millis) {
        return millis < 0 ? "" : String.format(Locale.ROOT, "started in %.1f s", millis / 1000.0);
    }

    List<String> missed() {
        return missed;
    }

    List<String> lines() {
        return lines;
    }

    String json() {
        json.put("passed", missed.isEmpty());
        ArrayNode list = json.putArray("missed");
        missed.forEach(list::add);
        return json.toPrettyString();
    }

    static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,d", Math.round(value)) : figure(value);
    }

    private static String figure(double value) {
        return value >= 10 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%.3f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
