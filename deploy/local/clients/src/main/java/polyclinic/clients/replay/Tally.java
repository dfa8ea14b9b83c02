package polyclinic.clients.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table at the end: what of each resource type is in the file, stored and skipped, and why. */
final class Tally {
    private final Map<String, Row> rows = new TreeMap<>();

    /**
     * A line of it.
     *
     * @param fresh how many of the stored came in by this run
     * @param skipped reason → how many
     */
    record Row(int inFile, int stored, int fresh, Map<String, Integer> skipped) {
        int skippedInAll() {
            return skipped.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    void put(String type, Row row) {
        rows.put(type, row);
    }

    Map<String, Row> rows() {
        return rows;
    }

    /** Types whose resources are not all accounted for. */
    List<String> unaccounted() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().inFile()
                        != row.getValue().stored() + row.getValue().skippedInAll())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("resource type", "in file", "stored", "of them new", "skipped", "reason"));
        Row total = new Row(0, 0, 0, Map.of());
        for (var entry : rows.entrySet()) {
            Row row = entry.getValue();
            total = new Row(
                    total.inFile + row.inFile,
                    total.stored + row.stored,
                    total.fresh + row.fresh,
                    Map.of("", total.skippedInAll() + row.skippedInAll()));
            var reasons = row.skipped().entrySet().iterator();
            String first = reasons.hasNext() ? reason(reasons.next(), row) : "";
            lines.add(line(
                    entry.getKey(), "" + row.inFile, "" + row.stored, "" + row.fresh, "" + row.skippedInAll(), first));
            while (reasons.hasNext()) lines.add(line("", "", "", "", "", reason(reasons.next(), row)));
        }
        lines.add(
                line("in all", "" + total.inFile, "" + total.stored, "" + total.fresh, "" + total.skippedInAll(), ""));
        return lines;
    }

    private static String reason(Map.Entry<String, Integer> reason, Row row) {
        return row.skipped().size() == 1 ? reason.getKey() : reason.getValue() + " " + reason.getKey();
    }

    private static String line(String type, String inFile, String stored, String fresh, String skipped, String reason) {
        return String.format(Locale.ROOT, "  %-26s %8s %8s %12s %8s  %s", type, inFile, stored, fresh, skipped, reason)
                .stripTrailing();
    }
}
