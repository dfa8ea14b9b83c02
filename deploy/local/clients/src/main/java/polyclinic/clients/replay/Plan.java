package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to become of a record: every resource of the file is either stored (itself or as its items) or skipped with a
 * reason.
 */
final class Plan {
    /** The body of {@code POST /patients}. */
    ObjectNode patient;

    String patientSource;
    final List<Item> items = new ArrayList<>();
    /** Resources in the file, by type. */
    final Map<String, Integer> inFile = new TreeMap<>();
    /** Type, then reason, then how many. */
    final Map<String, Map<String, Integer>> skipped = new TreeMap<>();
    /** What is odd about the data and how it is treated, with the number of cases. */
    final Map<String, Integer> notes = new TreeMap<>();

    void skip(String type, String reason) {
        skipped.computeIfAbsent(type, any -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    void note(String what) {
        notes.merge(what, 1, Integer::sum);
    }

    int skippedOf(String type) {
        return skipped.getOrDefault(type, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Resources of the type of which something is stored. */
    long plannedOf(String type) {
        if (type.equals("Patient")) return patient == null ? 0 : 1;
        return items.stream()
                .filter(item -> item.type().equals(type))
                .map(item -> item.source().replaceFirst("#.*", ""))
                .distinct()
                .count();
    }
}
