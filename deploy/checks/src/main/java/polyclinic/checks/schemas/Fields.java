package polyclinic.checks.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import polyclinic.checks.manifests.Manifest;

/** The fields of an object below {@code spec} and beside it, as paths like {@code spec/plugins[]/name}, each with its kind of value. */
final class Fields {
    private Fields() {}

    /** Path → the kinds of value found there: {@code string}, {@code number}, {@code boolean}, {@code object}, {@code array}. */
    static SortedMap<String, SortedSet<String>> of(Manifest object) {
        SortedMap<String, SortedSet<String>> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.json().properties()) {
            if (!field.getKey().matches("apiVersion|kind|metadata")) add(field.getKey(), field.getValue(), fields);
        }
        return fields;
    }

    private static void add(String path, JsonNode value, SortedMap<String, SortedSet<String>> fields) {
        fields.computeIfAbsent(path, unknown -> new TreeSet<>())
                .add(value.getNodeType().name().toLowerCase(Locale.ROOT));
        value.properties().forEach(field -> add(path + "/" + field.getKey(), field.getValue(), fields));
        if (value.isArray()) value.forEach(element -> add(path + "[]", element, fields));
    }
}
