package polyclinic.clients.replay.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a record is imported: every resource of the file is either stored (itself or as its items) or skipped with a
 * reason.
 */
public final class ImportPlan {
    private @Nullable ObjectNode patient;
    private String patientSource = "";
    private boolean hasDied;
    private final List<ImportItem> items = new ArrayList<>();
    private final Map<String, Integer> resources = new TreeMap<>();
    private final Map<String, Map<String, Integer>> skipped = new TreeMap<>();
    private final Map<String, String> within = new TreeMap<>();
    private final Map<String, Integer> notes = new TreeMap<>();

    /**
     * Sets the patient.
     *
     * @param source {@code Patient/…}
     * @param registration the body of {@code POST /patients}
     */
    public void patient(String source, ObjectNode registration) {
        patientSource = source;
        patient = registration;
    }

    /** Returns the body of {@code POST /patients}. */
    public ObjectNode patient() {
        if (patient == null) throw new IllegalStateException("no patient has been read");
        return patient;
    }

    public String patientSource() {
        return patientSource;
    }

    /** Says that the record tells of the patient's death. */
    public void hasDied() {
        hasDied = true;
    }

    /** Returns whether a visit can take place. */
    public boolean isAlive() {
        return !hasDied;
    }

    public void add(ImportItem item) {
        items.add(item);
    }

    public List<ImportItem> items() {
        return items;
    }

    /** Counts a resource of the file. */
    public void count(String type) {
        resources.merge(type, 1, Integer::sum);
    }

    /** Returns type → how many resources of it are in the file. */
    public Map<String, Integer> resources() {
        return resources;
    }

    public void skip(String type, String reason) {
        skipped.computeIfAbsent(type, any -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    /** Returns type → reason → how many resources are skipped. */
    public Map<String, Map<String, Integer>> skipped() {
        return skipped;
    }

    public int skippedOf(String type) {
        return skipped.getOrDefault(type, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Says that a resource is stored as a part of the item of another one. */
    public void within(String source, String other) {
        within.put(source, other);
    }

    /** Returns source → the resource in whose item it is stored. */
    public Map<String, String> within() {
        return within;
    }

    /** Returns how many resources of the type have something stored. */
    public long plannedOf(String type) {
        if (type.equals("Patient")) return patient == null ? 0 : 1;
        long parts = within.keySet().stream()
                .filter(source -> source.startsWith(type + "/"))
                .count();
        return parts
                + items.stream()
                        .filter(item -> item.type().equals(type))
                        .map(ImportItem::resource)
                        .distinct()
                        .count();
    }

    /** Notes something odd about the data and how it is treated. */
    public void note(String what) {
        note(what, 1);
    }

    public void note(String what, int count) {
        notes.merge(what, count, Integer::sum);
    }

    /** Returns note → the number of cases. */
    public Map<String, Integer> notes() {
        return notes;
    }
}
