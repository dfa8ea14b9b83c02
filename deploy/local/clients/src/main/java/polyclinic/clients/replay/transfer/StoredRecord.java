package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;

/** What the clinic has of a patient that came from records, by its source. */
final class StoredRecord {
    private static final String ANY_DAY = "";
    private static final int DAY_LENGTH = 10;

    private final Map<String, List<JsonNode>> bySource = new HashMap<>();

    private StoredRecord() {}

    /** Of a patient who was registered just now. */
    static StoredRecord none() {
        return new StoredRecord();
    }

    /**
     * Reads all of the items' kinds. Idempotency keys are kept for a day, but a record may have been imported long ago.
     *
     * @param accounts who sees the patient's invoices
     */
    static StoredRecord of(ApiClient api, ApiClient accounts, String patientId, Collection<ImportItem> items) {
        StoredRecord stored = new StoredRecord();
        items.stream()
                .map(ImportItem::kind)
                .distinct()
                .forEach(kind -> stored.read(kind, kind == ImportItemKind.INVOICE ? accounts : api, patientId));
        return stored;
    }

    private void read(ImportItemKind kind, ApiClient api, String patientId) {
        String query = "?patientId=" + patientId;
        switch (kind) {
            case ALLERGY ->
                api.all("/patients/" + patientId + "/allergies").forEach(allergy -> {
                    add(allergy(allergy, day(allergy)), allergy);
                    add(allergy(allergy, ANY_DAY), allergy);
                });
            case HISTORY ->
                api.all("/history" + query)
                        .forEach(entry -> add(entry.at("/content/source").asText(), entry));
            case CLINICAL_DATA ->
                api.all("/clinical-data" + query)
                        .forEach(data -> add(data.at("/metadata/source").asText(), data));
            case ASSET ->
                api.all("/assets" + query + "&kind=document")
                        .forEach(asset -> add(file(asset.path("fileName").asText()), asset));
            case INVOICE ->
                api.all("/invoices" + query)
                        .forEach(invoice ->
                                add(invoice.at("/provenance/externalId").asText(), invoice));
        }
    }

    /** Returns what came from the item's source: at most one, unless something was stored twice. */
    List<JsonNode> of(ImportItem item) {
        return bySource.getOrDefault(source(item), List.of());
    }

    private static String source(ImportItem item) {
        return switch (item.kind()) {
            case ALLERGY -> allergy(item.body(), isUndated(item) ? ANY_DAY : day(item.body()));
            case ASSET -> file(item.requireFile().name());
            case HISTORY, CLINICAL_DATA, INVOICE -> item.source();
        };
    }

    /** Returns whether it is an allergy that the record gives no date: the clinic dates it by its first import. */
    static boolean isUndated(ImportItem item) {
        return item.kind() == ImportItemKind.ALLERGY
                && (item.isNoKnownAllergies() || !item.body().hasNonNull("recordedAt"));
    }

    /** An allergy carries no source: it is recognised by its substance and the day when it was recorded. */
    private static String allergy(JsonNode allergy, String day) {
        if (allergy.path("noKnownAllergies").asBoolean()) return "no known allergies";
        JsonNode substance = allergy.path("substance");
        return "allergy " + substance.path("system").asText("") + "|"
                + substance.path("code").asText("") + "|"
                + substance.path("name").asText() + "|" + day;
    }

    private static String day(JsonNode allergy) {
        String recorded = allergy.path("recordedAt").asText();
        return recorded.length() < DAY_LENGTH ? recorded : recorded.substring(0, DAY_LENGTH);
    }

    private static String file(String name) {
        return "file " + name.replaceFirst("\\.[a-z]+$", "");
    }

    private void add(String source, JsonNode stored) {
        if (!source.isEmpty())
            bySource.computeIfAbsent(source, any -> new ArrayList<>()).add(stored);
    }
}
