package polyclinic.clients.movein.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.clients.http.JsonNodes;

/** What was read, stored, treated and refused. Several threads write to it. */
public final class MoveReport {
    private static final int MAX_LINES_PRINTED = 20;

    private final Map<String, Map<Count, Integer>> counts = new LinkedHashMap<>();
    private final Map<String, Integer> treatments = new TreeMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private Duration duration = Duration.ZERO;

    /** What is counted of a kind. */
    public enum Count {
        READ,
        STORED,
        THERE,
        NOT_TAKEN,
        REFUSED,
        COMPARED
    }

    /** @param place file and line */
    private record Refusal(String place, String reason) {}

    public synchronized void count(String kind, Count count, int number) {
        counts.computeIfAbsent(kind, any -> new TreeMap<>()).merge(count, number, Integer::sum);
    }

    public synchronized int of(String kind, Count count) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(count, 0);
    }

    public synchronized void treated(String how) {
        treatments.merge(how, 1, Integer::sum);
    }

    /** A record that is not stored. @param place file and line */
    public synchronized void refuse(String kind, String place, String reason) {
        count(kind, Count.REFUSED, 1);
        refusals.add(new Refusal(place, reason));
    }

    /** A stored record that reads back otherwise than it was sent, or not at all. */
    public synchronized void differs(String place, List<String> fields) {
        differences.add(place + ": " + String.join(", ", fields));
    }

    public synchronized void took(Duration time) {
        duration = time;
    }

    /** Whether all that is whole was stored and reads back the same. */
    public synchronized boolean isWhole() {
        return refusals.isEmpty() && differences.isEmpty();
    }

    /** Whether what is stored reads back as it was sent, whatever was refused. */
    public synchronized boolean isSame() {
        return differences.isEmpty();
    }

    public synchronized List<String> reasons() {
        return refusals.stream()
                .map(refusal -> refusal.place() + ": " + refusal.reason())
                .toList();
    }

    public synchronized Map<String, Integer> treatments() {
        return Map.copyOf(treatments);
    }

    /** For the terminal. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-10s %8s %8s %8s %10s %8s %9s",
                "",
                "read",
                "stored",
                "there",
                "not taken",
                "refused",
                "compared"));
        counts.forEach((kind, numbers) -> lines.add(String.format(
                Locale.ROOT,
                "%-10s %8d %8d %8d %10d %8d %9d",
                kind,
                numbers.getOrDefault(Count.READ, 0),
                numbers.getOrDefault(Count.STORED, 0),
                numbers.getOrDefault(Count.THERE, 0),
                numbers.getOrDefault(Count.NOT_TAKEN, 0),
                numbers.getOrDefault(Count.REFUSED, 0),
                numbers.getOrDefault(Count.COMPARED, 0))));
        if (!treatments.isEmpty()) lines.add("What was treated how:");
        treatments.forEach((how, times) -> lines.add(String.format(Locale.ROOT, "%7d × %s", times, how)));
        add(lines, "Refused:", reasons());
        add(lines, "Stored and read back differently:", differences);
        lines.add(String.format(Locale.ROOT, "%d s", duration.toSeconds()));
        return lines;
    }

    private static void add(List<String> lines, String heading, List<String> what) {
        if (what.isEmpty()) return;
        lines.add(heading);
        what.stream().limit(MAX_LINES_PRINTED).forEach(line -> lines.add("  " + line));
        if (what.size() > MAX_LINES_PRINTED)
            lines.add("  … and " + (what.size() - MAX_LINES_PRINTED) + " more; --json has all of them");
    }

    public synchronized ObjectNode json() {
        ObjectNode json = JsonNodes.object("seconds", duration.toSeconds());
        ObjectNode kinds = json.putObject("kinds");
        counts.forEach((kind, numbers) -> {
            ObjectNode one = kinds.putObject(kind);
            for (Count count : Count.values())
                one.put(count.name().toLowerCase(Locale.ROOT), numbers.getOrDefault(count, 0));
        });
        ObjectNode treated = json.putObject("treatments");
        treatments.forEach(treated::put);
        ArrayNode refused = json.putArray("refused");
        refusals.forEach(
                refusal -> refused.add(JsonNodes.object("place", refusal.place(), "reason", refusal.reason())));
        ArrayNode differing = json.putArray("differences");
        differences.forEach(differing::add);
        return json;
    }
}
