package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.clients.Api;

/** What the clinic has of a patient that came from records, by its source. */
final class Stored {
    private final Map<String, List<JsonNode>> bySource = new HashMap<>();

    private Stored() {}

    /** Asks for all of it. Idempotency keys are kept for a day; this finds what came in long ago. */
    static Stored of(Api api, String patientId) {
        Stored stored = new Stored();
        String of = "?patientId=" + patientId;
        api.all("/patients/" + patientId + "/allergies").forEach(one -> stored.put(allergy(one), one));
        api.all("/history" + of)
                .forEach(one -> stored.put(one.at("/content/source").asText(), one));
        api.all("/clinical-data" + of)
                .forEach(one -> stored.put(one.at("/metadata/source").asText(), one));
        api.all("/assets" + of + "&kind=document")
                .forEach(one -> stored.put(file(one.path("fileName").asText()), one));
        return stored;
    }

    /** Those that come from the item's source: one, or none, or, which must not be, more. */
    List<JsonNode> of(Item item) {
        return bySource.getOrDefault(source(item), List.of());
    }

    private static String source(Item item) {
        return switch (item.kind()) {
            case ALLERGY -> allergy(item.body());
            case ASSET -> file(item.file().name());
            case HISTORY, CLINICAL_DATA -> item.source();
        };
    }

    /** An allergy carries no source: it is known by what it is to and when it was recorded. */
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

    private void put(String source, JsonNode one) {
        if (!source.isEmpty())
            bySource.computeIfAbsent(source, any -> new ArrayList<>()).add(one);
    }
}
