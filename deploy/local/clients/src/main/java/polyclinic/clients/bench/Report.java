package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import polyclinic.clients.Json;

/** The table of what was measured, and the same as JSON. */
final class Report {
    private final ObjectNode json = Json.object();
    private final List<String> lines = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    /** One line: what, the figure, and what it is made of. */
    void line(String what, String figure, String remark) {
        lines.add(String.format(Locale.ROOT, "  %-44s %16s  %s", what, figure, remark)
                .stripTrailing());
    }

    void run(String name, String what, Run run) {
        line(
                what,
                number(run.perSecond()) + "/s",
                String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, p99 %.1f ms%s",
                        run.millis(50),
                        run.millis(99),
                        run.failed() == 0 ? "" : ", FAILED " + run.failures));
        ObjectNode node = json.putObject(name);
        node.put("perSecond", rounded(run.perSecond()));
        node.put("done", run.done).put("failed", run.failed());
        node.put("p50Millis", rounded(run.millis(50))).put("p99Millis", rounded(run.millis(99)));
        if (run.failed() > 0) missed.add(what + ": " + run.failures);
    }

    void put(String name, double value) {
        json.put(name, rounded(value));
    }

    void put(String name, JsonNode value) {
        json.set(name, value);
    }

    /** A floor that a figure must reach, or a ceiling that it must stay under. */
    void floor(String name, String what, double value, double limit, boolean atLeast) {
        boolean met = atLeast ? value >= limit : value <= limit;
        line(what, figure(value), (atLeast ? "floor " : "limit ") + figure(limit) + (met ? "" : "  MISSED"));
        if (!met) missed.add(what + " is " + figure(value) + ", " + (atLeast ? "floor " : "limit ") + figure(limit));
        ArrayNode floors = json.withArray("/floors");
        floors.add(Json.object("name", name, "value", rounded(value), "limit", limit, "met", met));
    }

    void processes(JsonNode status) {
        for (JsonNode one : status.path("components"))
            if (one.has("pid"))
                line(
                        one.path("name").asText(),
                        one.path("memoryKiB").asLong() / 1024 + " MiB",
                        one.path("startMillis").asLong() < 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "started in %.1f s",
                                        one.path("startMillis").asLong() / 1000.0));
        line(
                "all processes",
                String.format(Locale.ROOT, "%.2f GiB", status.path("memoryKiB").asLong() / 1048576.0),
                "");
        json.set("processes", status);
    }

    void heading(String text) {
        if (!lines.isEmpty()) lines.add("");
        lines.add(text);
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
