package polyclinic.notes.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;

/**
 * The rules of free-form JSON, and its way into and out of a document. What a server could read as an operator or a path
 * (keys with {@code $} or a dot), what it could not store, what no screen can show, and a unit that is not what it says is refused
 * here, so that the rest of the service may treat content as plain data.
 */
public final class ContentRules {
    /** Bytes of UTF-8, keys included. Versions and receipts repeat the text, a document may hold 16 MiB. */
    static final int MAX_BYTES = 256 * 1024;
    /** MongoDB refuses documents nested deeper than 100. */
    static final int MAX_DEPTH = 24;

    static final int MAX_VALUES = 10_000;
    static final int MAX_KEY_LENGTH = 128;

    private final String field;
    private final boolean measured;
    /** Keys and places in lists that lead to what is looked at. */
    private final ArrayDeque<String> path = new ArrayDeque<>();

    private int bytes;
    private int values;

    private ContentRules(String field, boolean measured) {
        this.field = field;
        this.measured = measured;
    }

    /**
     * The JSON as a document.
     *
     * @throws Problem 422 {@code invalid-input} that names the field and the rule, never the content
     */
    public static Document toDocument(String field, JsonNode json) {
        return toDocument(field, json, false);
    }

    /**
     * The same of what was measured, whose units must be what they say they are. In what was written elsewhere, in an order for
     * example, they often are not.
     */
    public static Document toMeasuredDocument(String field, JsonNode json) {
        return toDocument(field, json, true);
    }

    private static Document toDocument(String field, JsonNode json, boolean measured) {
        if (!(json instanceof ObjectNode object)) throw Problem.invalid(field, "must be an object");
        return new ContentRules(field, measured).object(object, 1);
    }

    public static ObjectNode toJson(Document document) {
        return toNode(document) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private Document object(ObjectNode json, int depth) {
        goDown(depth);
        Document document = new Document();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            path.addLast("." + member.getKey());
            document.append(key(member.getKey()), value(member.getValue(), depth + 1));
            path.removeLast();
        }
        if (measured && Ucum.SYSTEM.equals(document.get("system"))) requireUnit(document);
        return document;
    }

    /** Who says that a unit is one of UCUM means that machines may rely on it. Units of no system are the clinic's own. */
    private void requireUnit(Document quantity) {
        String key = quantity.containsKey("code") ? "code" : "unit";
        if (!quantity.containsKey(key)) return;
        if (quantity.get(key) instanceof String unit && Ucum.isUnit(unit)) return;
        path.addLast("." + key);
        throw Problem.invalid(
                JsonProblems.safe(field + String.join("", path)),
                "is no unit of UCUM, which system says it is; mmHg, for example, is mm[Hg] there");
    }

    private List<@Nullable Object> array(ArrayNode json, int depth) {
        goDown(depth);
        List<@Nullable Object> list = new ArrayList<>(json.size());
        for (JsonNode element : json) {
            path.addLast("[" + list.size() + "]");
            list.add(value(element, depth + 1));
            path.removeLast();
        }
        return list;
    }

    private @Nullable Object value(JsonNode json, int depth) {
        if (++values > MAX_VALUES) throw refused("holds more than " + MAX_VALUES + " values");
        grow(8);
        if (json instanceof ObjectNode object) return object(object, depth);
        if (json instanceof ArrayNode array) return array(array, depth);
        if (json.isTextual()) return text(json.textValue());
        if (json.isNumber()) return number(json);
        if (json.isBoolean()) return json.booleanValue();
        if (json.isNull()) return null;
        throw refused("holds a value of an unknown kind");
    }

    private String key(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw refused("has a key that is empty or longer than " + MAX_KEY_LENGTH + " characters");
        }
        if (key.startsWith("$") || key.indexOf('.') >= 0) throw refused("has a key with a leading $ or a dot");
        if (!TextRules.isClean(key) || key.chars().anyMatch(Character::isISOControl)) {
            throw refused("has a key with characters that are no text");
        }
        grow(key.getBytes(StandardCharsets.UTF_8).length);
        return key;
    }

    private String text(String text) {
        if (!TextRules.isClean(text)) throw refused("has control characters or broken Unicode");
        grow(text.getBytes(StandardCharsets.UTF_8).length);
        return text;
    }

    private Object number(JsonNode json) {
        if (json.isInt() || json.isShort()) return json.intValue();
        if (json.isLong()) return json.longValue();
        if (json.isFloatingPointNumber() && !json.isBigDecimal()) requireFinite(json.doubleValue());
        return decimal(json.decimalValue());
    }

    private void requireFinite(double number) {
        if (!Double.isFinite(number)) throw refused("has a number out of range");
    }

    /**
     * Never as a double, which would make 2.5 of 2.50. The driver takes zeros off where a number has too many digits and shortens
     * exponents of nought, so what it made is compared.
     */
    private Decimal128 decimal(BigDecimal number) {
        try {
            Decimal128 exact = new Decimal128(number);
            if (exact.bigDecimalValue().equals(number)) return exact;
        } catch (NumberFormatException tooLongOrTooLarge) {
            // answered below
        }
        throw refused("has a number with more than 34 digits, or with an exponent beyond 6111");
    }

    private void goDown(int depth) {
        if (depth > MAX_DEPTH) throw refused("is nested deeper than " + MAX_DEPTH + " levels");
    }

    private void grow(int by) {
        bytes += by;
        if (bytes > MAX_BYTES) throw refused("is larger than " + MAX_BYTES / 1024 + " KiB");
    }

    private Problem refused(String why) {
        return Problem.invalid(field, why);
    }

    private static JsonNode toNode(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((key, member) -> object.set(String.valueOf(key), toNode(member)));
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = nodes.arrayNode(list.size());
            list.forEach(element -> array.add(toNode(element)));
            return array;
        }
        if (value instanceof String text) return nodes.textNode(text);
        if (value instanceof Integer number) return nodes.numberNode(number);
        if (value instanceof Long number) return nodes.numberNode(number);
        if (value instanceof Double number) return nodes.numberNode(number);
        if (value instanceof Decimal128 number) return exact(number.bigDecimalValue());
        if (value instanceof Boolean flag) return nodes.booleanNode(flag);
        return nodes.nullNode();
    }

    private static JsonNode exact(BigDecimal number) {
        return number.scale() == 0
                ? JsonNodeFactory.instance.numberNode(number.unscaledValue())
                : JsonNodeFactory.instance.numberNode(number);
    }
}
