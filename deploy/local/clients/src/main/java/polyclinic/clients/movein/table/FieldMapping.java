package polyclinic.clients.movein.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a member's value comes from.
 *
 * @param text a text with columns in braces; in a mapping {@code column: x} is {@code text: "{x}"}
 * @param constant the value itself, of every row; null where it is the text's
 * @param format of a date or a time there, as {@code java.time} has it: {@code dd/MM/yyyy HH:mm}
 * @param as {@code date}, {@code time}, {@code age} (with {@code recordedAt}), {@code phone}, {@code sex}, {@code number}, {@code list} (parted
 *     by semicolons), or text
 * @param values there → here
 * @param otherwise what none of the values becomes; null when such a row is refused
 * @param lookup the table that the value is a key of
 */
record FieldMapping(
        String text,
        @Nullable JsonNode constant,
        @Nullable String format,
        String as,
        Map<String, JsonNode> values,
        @Nullable JsonNode otherwise,
        @Nullable String lookup) {
    private static final Set<String> MEMBERS =
            Set.of("text", "column", "constant", "format", "as", "values", "otherwise", "lookup");
    private static final Set<String> KINDS = Set.of("text", "date", "time", "age", "phone", "sex", "number", "list");

    /** A plain text is a text with columns in braces. */
    static FieldMapping of(JsonNode yaml) {
        if (yaml.isValueNode()) return new FieldMapping(yaml.asText(), null, null, "text", Map.of(), null, null);
        requireMembers(yaml, MEMBERS);
        String as = yaml.path("as").asText("text");
        if (!KINDS.contains(as)) throw new IllegalArgumentException("there is no kind of value " + as);
        Map<String, JsonNode> values = new HashMap<>();
        yaml.path("values").properties().forEach(one -> values.put(one.getKey(), one.getValue()));
        return new FieldMapping(
                yaml.hasNonNull("column")
                        ? "{" + yaml.path("column").asText() + "}"
                        : yaml.path("text").asText(),
                yaml.get("constant"),
                yaml.hasNonNull("format") ? yaml.path("format").asText() : null,
                as,
                Map.copyOf(values),
                yaml.get("otherwise"),
                yaml.hasNonNull("lookup") ? yaml.path("lookup").asText() : null);
    }

    /** @throws IllegalArgumentException when there is another member, which would be passed over in silence */
    static void requireMembers(JsonNode yaml, Set<String> known) {
        yaml.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) throw new IllegalArgumentException("it has a member that there is not: " + name);
        });
    }
}
