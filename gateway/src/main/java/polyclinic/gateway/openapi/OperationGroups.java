package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;

/** Calls the groups of operations as people in a clinic call what they are about, where a service calls them by its own classes. */
final class OperationGroups {

    private static final String GENERATED_ENDING = " Resource";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Analytics", "Analytics"),
            Map.entry("Event Month", "Analytics"),
            Map.entry("Audit", "Audit trail"),
            Map.entry("Checkpoint", "Audit trail"),
            Map.entry("Segment", "Audit trail"),
            Map.entry("Verification", "Audit trail"),
            Map.entry("Ai Log", "Machine intelligence"),
            Map.entry("Ai Proposal", "Machine intelligence"),
            Map.entry("Allergy", "Allergies"),
            Map.entry("Clinical Data", "Clinical data"),
            Map.entry("Critical Limit", "Laboratory"),
            Map.entry("Lab Request", "Laboratory"),
            Map.entry("Dead Letter", "Dead letters"),
            Map.entry("Document", "Prescriptions"),
            Map.entry("Document Batch", "Document batches"),
            Map.entry("Emergency Access", "Emergency access"),
            Map.entry("Formulary Import", "Medications"),
            Map.entry("History", "History"),
            Map.entry("Interaction Import", "Medications"),
            Map.entry("Inventory Item", "Inventory"),
            Map.entry("Medical Record", "Medical records"),
            Map.entry("Note Template", "Note templates"),
            Map.entry("Paper Verification", "Prescriptions"),
            Map.entry("Queue", "Queue"),
            Map.entry("Revenue", "Reports"),
            Map.entry("Schedule", "Schedules and slots"),
            Map.entry("Similar Record", "Medical records"),
            Map.entry("Slot", "Schedules and slots"),
            Map.entry("Credit Note", "Credit notes"),
            Map.entry("Visibility", "Patients"),
            Map.entry("Visit", "Appointments"));

    private OperationGroups() {}

    /** Changes the groups of a path's operations; returns the path. */
    static Object in(Object path) {
        if (path instanceof JsonObject operations)
            for (String method : operations.fieldNames())
                if (operations.getValue(method) instanceof JsonObject operation) regroup(operation);
        return path;
    }

    private static void regroup(JsonObject operation) {
        if (!(operation.getValue("tags") instanceof JsonArray tags)) return;
        JsonArray names = new JsonArray();
        tags.stream().map(String::valueOf).map(OperationGroups::name).distinct().forEach(names::add);
        operation.put("tags", names);
    }

    static String name(String tag) {
        if (!tag.endsWith(GENERATED_ENDING)) return tag;
        String word = tag.substring(0, tag.length() - GENERATED_ENDING.length());
        return Objects.requireNonNullElse(NAMES.get(word), word + "s");
    }
}
