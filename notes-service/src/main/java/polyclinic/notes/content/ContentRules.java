package polyclinic.notes.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/**
 * The rules of free-form JSON, and its way into and out of a document. What a server could read as an operator or a path
 * (keys with {@code $} or a dot), what it could not store, and what no screen can show is refused here, so that the rest of
 * the service may treat content as plain data.
 */
public final class ContentRules {
    /** Bytes of UTF-8, keys included. Versions and receipts repeat the text, a document may hold 16 MiB. */
    static final int MAX_BYTES = 256 * 1024;
    /** MongoDB refuses documents nested deeper than 100. */
    static final int MAX_DEPTH = 24;

    static final int MAX_VALUES = 10_000;
    static final int MAX_KEY_LENGTH = 128;

    private final String field;
    private int bytes;
    private int values;

    private ContentRules(String field) {
        this.field = field;
    }

    /**
     * The JSON as a document.
     *
     * @throws Problem 422 {@code invalid-input} that names the field and the rule, never the content
     */
    public static Document toDocument(String field, JsonNode json) {
        if (!(json instanceof ObjectNode object)) throw Problem.invalid(field, "must be an object");
        return new ContentRules(field).object(object, 1);
    }

    public static ObjectNode toJson(Document document) {
        return toNode(document) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private Document object(ObjectNode json, int depth) {
        goDown(depth);
        Document document = new Document();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            document.append(key(member.getKey()), value(member.getValue(), depth + 1));
        }
        return document;
    }

    private List<@Nullable Object> array(ArrayNode json, int depth) {
        goDown(depth);
        List<@Nullable Object> list = new ArrayList<>(json.size());
        for (JsonNode element : json) list.add(value(element, depth + 1));
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
        if (json.isBigInteger()) return decimal(new BigDecimal(json.bigIntegerValue()));
        if (json.isBigDecimal()) return fraction(json.decimalValue());
        double number = json.doubleValue();
        if (!Double.isFinite(number)) throw refused("has a number out of range");
        return number;
    }

    /** A double where it has the same digits, so that every client can read it; else the exact decimal: 2.50 is not 2.5. */
    private Object fraction(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).equals(number)) return nearest;
        return decimal(number);
    }

    private Decimal128 decimal(BigDecimal number) {
        try {
            return new Decimal128(number);
        } catch (NumberFormatException tooLongOrTooLarge) {
            throw refused("has a number with more than 34 digits");
        }
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
