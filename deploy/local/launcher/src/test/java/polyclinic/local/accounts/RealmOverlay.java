package polyclinic.local.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A realm file that says only what is different from another. It is applied as a JSON Merge Patch (RFC 7396), except that in an
 * array of things that have a name the thing of the same name is merged and a new one is appended.
 */
final class RealmOverlay {
    private static final List<String> NAMES = List.of("clientId", "username", "alias", "client", "name");
    private final ObjectNode overlay;

    RealmOverlay(JsonNode overlay) {
        this.overlay = (ObjectNode) overlay;
    }

    /** The realm with the overlay on it; the realm given stays as it is. */
    JsonNode on(JsonNode realm) {
        ObjectNode merged = realm.deepCopy();
        merge(merged, overlay);
        return merged;
    }

    /** What it changes: a path as {@code clients[gateway].redirectUris} and the value there. */
    Map<String, JsonNode> changes() {
        Map<String, JsonNode> changes = new TreeMap<>();
        collect("", overlay, changes);
        return changes;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode before = target.path(field.getKey());
            JsonNode value = field.getValue();
            if (value.isNull()) target.remove(field.getKey());
            else if (value instanceof ObjectNode object && before instanceof ObjectNode inner) merge(inner, object);
            else if (value instanceof ArrayNode array && before instanceof ArrayNode things && isNamed(array))
                array.forEach(thing -> mergeByName(things, (ObjectNode) thing));
            else target.set(field.getKey(), value.deepCopy());
        });
    }

    private static void mergeByName(ArrayNode things, ObjectNode patch) {
        for (JsonNode thing : things)
            if (name(thing).equals(name(patch))) {
                merge((ObjectNode) thing, patch);
                return;
            }
        things.add(patch.deepCopy());
    }

    private static void collect(String path, ObjectNode node, Map<String, JsonNode> changes) {
        node.properties().forEach(field -> {
            String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode object) collect(inner, object, changes);
            else if (value instanceof ArrayNode array && isNamed(array))
                array.forEach(thing -> collectNamed(inner, (ObjectNode) thing, changes));
            else changes.put(inner, value);
        });
    }

    private static void collectNamed(String path, ObjectNode thing, Map<String, JsonNode> changes) {
        ObjectNode properties = thing.deepCopy();
        NAMES.stream().filter(thing::has).findFirst().ifPresent(properties::remove);
        collect(path + "[" + name(thing) + "]", properties, changes);
    }

    private static boolean isNamed(ArrayNode array) {
        return !array.isEmpty() && !name(array.get(0)).isEmpty();
    }

    private static String name(JsonNode thing) {
        for (String name : NAMES) if (thing.has(name)) return thing.path(name).asText();
        return "";
    }
}
