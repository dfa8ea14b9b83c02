package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Merges several OpenAPI documents into one. Components of the same name and equal content become one; otherwise the name
 * of each later one is prefixed with its service's name, and all references to it are rewritten.
 */
final class OpenApiMerger {

    private static final String COMPONENTS = "#/components/";

    private final Predicate<String> routed;
    private final Map<String, JsonObject> components = new TreeMap<>();
    private final Map<String, Object> paths = new TreeMap<>();
    private final Map<String, JsonObject> tags = new TreeMap<>();

    /** @param routed which paths clients can reach; the others are left out */
    OpenApiMerger(Predicate<String> routed) {
        this.routed = routed;
    }

    void add(String service, JsonObject document) {
        JsonObject own = document.getJsonObject("components", new JsonObject());
        Map<String, String> renamed = new LinkedHashMap<>();
        // A new name changes each component that refers to it, which may then differ from its namesake as well.
        for (boolean again = true; again; ) again = renameConflicts(service, own, renamed);
        addComponents((JsonObject) rewrite(own, renamed), renamed);
        JsonObject ownPaths = document.getJsonObject("paths", new JsonObject());
        for (String path : ownPaths.fieldNames()) {
            if (routed.test(path))
                paths.putIfAbsent(path, OperationGroups.in(rewrite(ownPaths.getValue(path), renamed)));
        }
        for (Object tag : document.getJsonArray("tags", new JsonArray())) {
            if (tag instanceof JsonObject named && named.getValue("name") instanceof String name)
                tags.putIfAbsent(name, named);
        }
    }

    private void addComponents(JsonObject own, Map<String, String> renamed) {
        for (String kind : own.fieldNames()) {
            if (!(own.getValue(kind) instanceof JsonObject named)) continue;
            JsonObject all = components.computeIfAbsent(kind, unknown -> new JsonObject());
            for (String name : named.fieldNames()) {
                String to = renamed.getOrDefault(COMPONENTS + kind + "/" + name, COMPONENTS + kind + "/" + name);
                all.put(to.substring(to.lastIndexOf('/') + 1), named.getValue(name));
            }
        }
    }

    JsonObject document(JsonObject info) {
        JsonObject all = new JsonObject();
        components.forEach(all::put);
        if (!all.containsKey("securitySchemes")) all.put("securitySchemes", bearerScheme());
        JsonArray security = new JsonArray();
        all.getJsonObject("securitySchemes")
                .fieldNames()
                .forEach(name -> security.add(new JsonObject().put(name, new JsonArray())));
        JsonArray tagList = new JsonArray();
        tags.values().forEach(tagList::add);
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", info)
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("security", security)
                .put("tags", tagList)
                .put("paths", new JsonObject(new LinkedHashMap<>(paths)))
                .put("components", all);
    }

    private static JsonObject bearerScheme() {
        JsonObject bearer =
                new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        return new JsonObject().put("bearer", bearer);
    }

    /** Adds to {@code renamed}; returns whether there was anything to add. */
    private boolean renameConflicts(String service, JsonObject own, Map<String, String> renamed) {
        int before = renamed.size();
        for (String kind : own.fieldNames()) {
            JsonObject all = components.get(kind);
            if (all == null || !(own.getValue(kind) instanceof JsonObject named)) continue;
            for (String name : named.fieldNames()) {
                String pointer = COMPONENTS + kind + "/" + name;
                if (renamed.containsKey(pointer) || !all.containsKey(name)) continue;
                if (!all.getValue(name).equals(rewrite(named.getValue(name), renamed))) {
                    renamed.put(pointer, COMPONENTS + kind + "/" + uniqueName(service, name, all, named));
                }
            }
        }
        return renamed.size() > before;
    }

    private static String uniqueName(String service, String name, JsonObject all, JsonObject own) {
        StringBuilder prefix = new StringBuilder();
        for (String word : service.replace("-service", "").split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty())
                prefix.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        String candidate = prefix + name;
        for (int i = 2; all.containsKey(candidate) || own.containsKey(candidate); i++) candidate = prefix + name + i;
        return candidate;
    }

    /** Returns a copy in which every {@code $ref} (and mapping to a component) points to the new name. */
    private static Object rewrite(Object value, Map<String, String> renamed) {
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            for (String name : object.fieldNames()) copy.put(name, rewrite(object.getValue(name), renamed));
            return copy;
        }
        if (value instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            for (Object item : array) copy.add(rewrite(item, renamed));
            return copy;
        }
        return value instanceof String text ? renamed.getOrDefault(text, text) : value;
    }
}
