package polyclinic.commons.testing.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.exception.JsonPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of a JSON text by path, as the library gives them. To the library each path is a program in Groovy, which it compiles, loads
 * and runs once: some ten milliseconds of a processor, more than the request took; and it parses the text again each time. Paths of names,
 * positions and a last {@code size()} are looked up here; all others, and whatever is not there, are the library's.
 */
final class ParsedJson extends JsonPath {
    private static final Object NOT_HERE = new Object();
    private static final Pattern STEP = Pattern.compile("\\G(?:(?:^|(?<=.)\\.)([A-Za-z_]\\w*)(?!\\()|\\[(\\d{1,9})])");

    /** Groovy has meanings of its own for them. */
    private static final Set<String> RESERVED = Set.of("class", "metaClass", "properties", "empty");

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String json;
    private @Nullable Object document = NOT_HERE;
    private boolean hasRoot;

    ParsedJson(String json) {
        super(json);
        this.json = json;
    }

    @Override
    public <T> T get(String path) {
        Object value = hasRoot || json.isBlank() ? NOT_HERE : lookUp(path);
        return value == NOT_HERE ? super.get(path) : ParsedJson.<T>cast(value);
    }

    @Override
    public JsonPath setRootPath(String rootPath) {
        hasRoot = true;
        return super.setRootPath(rootPath);
    }

    @Override
    @SuppressWarnings("deprecation")
    public JsonPath setRoot(String rootPath) {
        hasRoot = true;
        return super.setRoot(rootPath);
    }

    private @Nullable Object lookUp(String path) {
        Matcher step = STEP.matcher(path);
        @Nullable Object value = NOT_HERE;
        int end = 0;
        while (step.find()) {
            value = next(end == 0 ? document() : value, step.group(1), step.group(2));
            if (value == NOT_HERE) return NOT_HERE;
            end = step.end();
        }
        if (end == path.length()) return value;
        if (path.equals("size()")) return size(document());
        return path.substring(end).equals(".size()") && end > 0 ? size(value) : NOT_HERE;
    }

    private @Nullable Object document() {
        if (document == NOT_HERE) document = value(tree());
        return document;
    }

    private JsonNode tree() {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new JsonPathException("not JSON", e);
        }
    }

    /** Of the types that the library uses. */
    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<@Nullable Object> members = new ArrayList<>();
            node.forEach(member -> members.add(value(member)));
            return members;
        }
        if (node.isBigDecimal()) return decimal(node.doubleValue());
        if (node.isNumber()) return node.numberValue();
        if (node.isBoolean()) return node.booleanValue();
        return node.isNull() ? null : node.textValue();
    }

    private static Number decimal(double number) {
        if (Math.abs(number) > Float.MAX_VALUE) return number;
        return (float) number;
    }

    private static @Nullable Object next(@Nullable Object value, @Nullable String name, String position) {
        if (name != null) return RESERVED.contains(name) ? NOT_HERE : property(value, name);
        return value instanceof List<?> list && Integer.parseInt(position) < list.size()
                ? list.get(Integer.parseInt(position))
                : NOT_HERE;
    }

    /** Of a list: those of its members. */
    private static @Nullable Object property(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) return map.get(name);
        if (!(value instanceof List<?> list)) return NOT_HERE;
        List<@Nullable Object> all = new ArrayList<>();
        for (Object member : list) {
            if (member == null) continue;
            Object one = property(member, name);
            if (one == NOT_HERE) return NOT_HERE;
            all.add(one);
        }
        return all;
    }

    private static Object size(@Nullable Object value) {
        if (value instanceof List<?> list) return list.size();
        return value instanceof Map<?, ?> map ? map.size() : NOT_HERE;
    }

    /** The caller says what it expects, as with the library's own. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T cast(@Nullable Object value) {
        return (T) value;
    }
}
