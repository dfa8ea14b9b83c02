package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/** The table at the end: how many resources of each type are in the file, stored and skipped, and why. */
public final class ImportTally {
    private final Map<String, Row> rows = new TreeMap<>();

    /**
     * The row of a resource type.
     *
     * @param created how many of the stored ones this import has created
     * @param skipped reason → how many
     */
    public record Row(int inFile, int stored, int created, Map<String, Integer> skipped) {
        public int skippedInAll() {
            return skipped.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static ImportTally of(ImportPlan plan, ImportOutcome outcome) {
        ImportTally tally = new ImportTally();
        plan.resources().forEach((type, inFile) -> tally.put(type, row(type, inFile, plan, outcome)));
        return tally;
    }

    /** Counts resources none of which is stored. */
    public static ImportTally of(ImportPlan skipped) {
        ImportTally tally = new ImportTally();
        skipped.resources()
                .forEach((type, inFile) ->
                        tally.put(type, new Row(inFile, 0, 0, skipped.skipped().getOrDefault(type, Map.of()))));
        return tally;
    }

    private static Row row(String type, int inFile, ImportPlan plan, ImportOutcome outcome) {
        Map<String, Integer> skipped = new TreeMap<>(plan.skipped().getOrDefault(type, Map.of()));
        Set<String> refused = new HashSet<>();
        outcome.refused().forEach((source, reason) -> {
            if (source.startsWith(type + "/") && refused.add(ImportItem.resource(source)))
                skipped.merge(reason, 1, Integer::sum);
        });
        plan.within().forEach((source, other) -> {
            if (source.startsWith(type + "/") && outcome.refused().containsKey(other) && refused.add(source))
                skipped.merge("refused with " + ImportItem.type(other), 1, Integer::sum);
        });
        int stored = (int) plan.plannedOf(type) - refused.size();
        return new Row(inFile, stored, created(type, plan, outcome), skipped);
    }

    private static int created(String type, ImportPlan plan, ImportOutcome outcome) {
        if (type.equals("Patient")) return outcome.patientIsNew() ? 1 : 0;
        int parts = (int) plan.within().entrySet().stream()
                .filter(part -> part.getKey().startsWith(type + "/")
                        && outcome.created().contains(part.getValue()))
                .count();
        return parts
                + (int) outcome.created().stream()
                        .filter(source -> source.startsWith(type + "/"))
                        .map(ImportItem::resource)
                        .distinct()
                        .count();
    }

    void put(String type, Row row) {
        rows.put(type, row);
    }

    public Collection<Row> rows() {
        return rows.values();
    }

    /** Returns the types whose resources are not all accounted for. */
    public List<String> unaccounted() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().inFile()
                        != row.getValue().stored() + row.getValue().skippedInAll())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns type → its counts, and the reason of each that is skipped. */
    public ObjectNode json() {
        ObjectNode types = JsonNodes.object();
        rows.forEach((type, row) -> types.set(
                type,
                JsonNodes.object(
                        "inFile", row.inFile(),
                        "stored", row.stored(),
                        "new", row.created(),
                        "skipped", row.skipped())));
        return types;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("resource type", "in file", "stored", "of them new", "skipped", "reason"));
        rows.forEach((type, row) -> {
            Iterator<Map.Entry<String, Integer>> reasons =
                    row.skipped().entrySet().iterator();
            lines.add(line(type, row, reasons.hasNext() ? reason(reasons.next(), row) : ""));
            while (reasons.hasNext()) lines.add(line("", "", "", "", "", reason(reasons.next(), row)));
        });
        lines.add(line("in all", total(), ""));
        return lines;
    }

    private Row total() {
        Row total = new Row(0, 0, 0, Map.of());
        for (Row row : rows.values())
            total = new Row(
                    total.inFile() + row.inFile(),
                    total.stored() + row.stored(),
                    total.created() + row.created(),
                    Map.of("", total.skippedInAll() + row.skippedInAll()));
        return total;
    }

    private static String reason(Map.Entry<String, Integer> reason, Row row) {
        return row.skipped().size() == 1 ? reason.getKey() : reason.getValue() + " " + reason.getKey();
    }

    private static String line(String type, Row row, String reason) {
        return line(type, "" + row.inFile(), "" + row.stored(), "" + row.created(), "" + row.skippedInAll(), reason);
    }

    private static String line(
            String type, String inFile, String stored, String created, String skipped, String reason) {
        return String.format(
                        Locale.ROOT, "  %-26s %8s %8s %12s %8s  %s", type, inFile, stored, created, skipped, reason)
                .stripTrailing();
    }
}
