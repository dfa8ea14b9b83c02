package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.replay.plan.ImportItem;

/** What the clinic has of a patient that came from records, by its source. */
final class StoredRecord {
    private final Map<String, List<JsonNode>> bySource = new HashMap<>();

    private StoredRecord() {}

    /**
     * Reads all of it. Idempotency keys are kept for a day, but a record may have been imported long ago.
     *
     * @param accounts who sees the patient's invoices
     */
    static StoredRecord of(ApiClient api, ApiClient accounts, String patientId) {
        StoredRecord stored = new StoredRecord();
        String query = "?patientId=" + patientId;
        api.all("/patients/" + patientId + "/allergies").forEach(allergy -> stored.add(allergy(allergy), allergy));
        api.all("/history" + query)
                .forEach(entry -> stored.add(entry.at("/content/source").asText(), entry));
        api.all("/clinical-data" + query)
                .forEach(data -> stored.add(data.at("/metadata/source").asText(), data));
        api.all("/assets" + query + "&kind=document")
                .forEach(asset -> stored.add(file(asset.path("fileName").asText()), asset));
        accounts.all("/invoices" + query)
                .forEach(invoice ->
                        stored.add(invoice.at("/provenance/externalId").asText(), invoice));
        return stored;
    }

    /** Returns what came from the item's source: at most one, unless something was stored twice. */
    List<JsonNode> of(ImportItem item) {
        return bySource.getOrDefault(source(item), List.of());
    }

    private static String source(ImportItem item) {
        return switch (item.kind()) {
            case ALLERGY -> allergy(item.body());
            case ASSET -> file(item.requireFile().name());
            case HISTORY, CLINICAL_DATA, INVOICE -> item.source();
        };
    }

    /** An allergy carries no source: it is recognised by its substance and the day when it was recorded. */
    private static String allergy(JsonNode allergy) {
        JsonNode substance = allergy.path("substance");
        String recorded = allergy.path("recordedAt").asText();
        String day = recorded.length() < 10 ? recorded : recorded.substring(0, 10);
        return "allergy " + substance.path("system").asText("") + "|"
                + substance.path("code").asText("") + "|"
                + substance.path("name").asText() + "|" + day;
    }

    private static String file(String name) {
        return "file " + name.replaceFirst("\\.[a-z]+$", "");
    }

    private void add(String source, JsonNode stored) {
        if (!source.isEmpty())
            bySource.computeIfAbsent(source, any -> new ArrayList<>()).add(stored);
    }
}
