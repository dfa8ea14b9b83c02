package polyclinic.commons.testing.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Copies of a good JSON body, each spoilt in one way: what is wrong with it → its bytes. */
public final class SpoiltBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUGE_NAME = "x".repeat(10_000);

    /** Stands where something is put that no tree of JSON can hold. */
    private static final String PLACE = "@@";

    /** No JSON, or a number that takes for ever to write out, or both. */
    private static final List<String> NUMBERS = List.of(
            "1e999999999",
            "-1E+999999999",
            "1e-999999999",
            "1e400",
            "9".repeat(400),
            "0." + "1".repeat(400),
            "99999999999999999999",
            "NaN",
            "Infinity",
            "0x10",
            "01",
            "+1",
            ".5",
            "1.",
            "1_000");

    /** Of a decimal that is text in JSON. */
    private static final List<String> DECIMALS =
            List.of("1e999999999", "1E-999999999", "NaN", "0x10", "1,5", " 1", "\u0661", "9".repeat(400), "--1", "1.");

    private static final Set<String> DECIMAL_NAMES = Set.of(
            "amount", "quantity", "delta", "counted", "percent", "taxRate", "unitPrice", "unitCost", "reorderLevel");

    private final String good;
    private final List<String> freeFields;
    private final Map<String, byte[]> bodies = new LinkedHashMap<>();

    private SpoiltBodies(String good, List<String> freeFields) {
        this.good = good;
        this.freeFields = freeFields;
    }

    /** @param freeFields names of fields that hold any JSON or long text by design: they are not spoilt by type or length */
    public static Map<String, byte[]> of(String good, List<String> freeFields) {
        SpoiltBodies spoilt = new SpoiltBodies(good, freeFields);
        spoilt.spoilDocument();
        spoilt.spoilFields();
        spoilt.spoilNames();
        spoilt.spoilNumbers();
        return spoilt.bodies;
    }

    /** With a field that no operation knows. */
    public static String withUnknownField(String good) {
        ObjectNode body = read(good);
        return body.put("surprise", 1).toString();
    }

    private void spoilDocument() {
        put("cut off", good.substring(0, good.length() - 1));
        put("empty", "");
        put("blank", " \r\n\t");
        put("not JSON", "}{");
        put("null", "null");
        put("an array", "[]");
        put("a text", "\"x\"");
        put("NaN", "NaN");
        put("a form", "a=1&b=2");
        put("nested 10,000 deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
        put("arrays 100,000 deep", "{\"a\":" + "[".repeat(100_000));
        put("two documents", good + good);
        put("a byte order mark of its own", "\ufeff\ufeff" + good);
        put("a byte order mark and an unknown field", "\ufeff" + withUnknownField(good));
        bodies.put("not UTF-8", new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
        bodies.put("an overlong slash", new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'});
        put("unknown field", withUnknownField(good));
        put("a name of 100,000 characters", "{\"" + "x".repeat(100_000) + "\":1}");
        put("a comment", "{/* x */" + good.substring(1));
        put("a comma too much", good.length() > 2 ? good.substring(0, good.length() - 1) + ",}" : "{,}");
        put("single quotes", "{'a':1}");
        put("a name without quotes", "{a:1}");
        read(good).properties().stream().findFirst().ifPresent(first -> {
            String twice = "\"" + first.getKey() + "\":" + first.getValue() + ",";
            put("a field twice", "{" + twice + good.substring(1));
            put(
                    "a field twice, written another way",
                    "{"
                            + twice.replaceFirst(
                                    "\"" + first.getKey().charAt(0),
                                    "\"\\\\u00"
                                            + Integer.toHexString(first.getKey().charAt(0)))
                            + good.substring(1));
        });
    }

    private void spoilFields() {
        for (Map.Entry<String, JsonNode> field : read(good).properties()) {
            if (freeFields.contains(field.getKey())) continue;
            String name = field.getKey();
            put(name, "an object", body -> body.putObject(name).put("$ne", 1));
            put(name, "nested arrays", body -> body.putArray(name).addArray().addArray());
            if (!field.getValue().isTextual()) {
                put(name, "a text", body -> body.put(name, "x' or 1=1 --"));
                continue;
            }
            put(name, "a number", body -> body.put(name, 7));
            put(name, "true", body -> body.put(name, true));
            put(name, "10,000 characters", body -> body.put(name, HUGE_NAME));
            put(name, "NUL", body -> body.put(name, "a\u0000b"));
            put(name, "control", body -> body.put(name, "a\u001bb"));
            for (String half : List.of("\\ud800", "\\udc00", "\\udc00\\ud800"))
                put(
                        name + " with a lone surrogate " + half,
                        changed(body -> body.put(name, PLACE)).replace(PLACE, "a" + half + "b"));
            if (field.getValue().textValue().matches("\\d{4}-\\d\\d-\\d\\d.*"))
                for (String date : List.of(
                        "2024-02-30",
                        "0000-00-00",
                        "99999-01-01",
                        "+1000000-01-01T00:00:00Z",
                        "2024-13-01T00:00:00Z",
                        "yesterday")) put(name, date, body -> body.put(name, date));
        }
    }

    /** What is shown in one line with other text. */
    private void spoilNames() {
        List<String> names = pointers(
                read(good),
                (name, node) ->
                        node.isTextual() && name.toLowerCase(Locale.ROOT).endsWith("name"));
        for (String pointer : names) {
            put(pointer + " of two lines", changed(body -> replace(body, pointer, "a\nb")));
            put(pointer + " that turns the text's direction", changed(body -> replace(body, pointer, "a\u202eb")));
        }
    }

    private void spoilNumbers() {
        for (String pointer : pointers(read(good), (name, node) -> node.isNumber()))
            for (String number : NUMBERS)
                put(
                        pointer + " is " + number.substring(0, Math.min(20, number.length())),
                        changed(body -> replace(body, pointer, PLACE)).replace("\"" + PLACE + "\"", number));
        for (String pointer : pointers(read(good), (name, node) -> node.isTextual() && DECIMAL_NAMES.contains(name)))
            for (String decimal : DECIMALS) {
                String what = pointer + " is " + decimal.substring(0, Math.min(20, decimal.length()));
                put(what, changed(body -> replace(body, pointer, decimal)));
                // A blank before a number is JSON's own.
                if (!decimal.equals(decimal.strip())) continue;
                put(
                        what + " as a number",
                        changed(body -> replace(body, pointer, PLACE)).replace("\"" + PLACE + "\"", decimal));
            }
    }

    /** JSON pointers of what fits, at any depth; of an array the first element stands for all. */
    private List<String> pointers(JsonNode node, BiPredicate<String, JsonNode> fits) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (freeFields.contains(field.getKey())) continue;
            if (fits.test(field.getKey(), field.getValue())) found.add("/" + field.getKey());
            for (String inner : pointers(field.getValue(), fits)) found.add("/" + field.getKey() + inner);
        }
        if (node.isArray() && !node.isEmpty()) for (String inner : pointers(node.get(0), fits)) found.add("/0" + inner);
        return found;
    }

    private static void replace(ObjectNode body, String pointer, String value) {
        int end = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, end))).put(pointer.substring(end + 1), value);
    }

    private void put(String what, String body) {
        bodies.put(what, body.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String field, String what, Consumer<ObjectNode> change) {
        put(field + " is " + what, changed(change));
    }

    private String changed(Consumer<ObjectNode> change) {
        ObjectNode body = read(good);
        change.accept(body);
        return body.toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
