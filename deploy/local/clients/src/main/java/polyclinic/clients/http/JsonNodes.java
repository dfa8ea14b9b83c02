package polyclinic.clients.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON trees that keep decimals exactly as they are written. */
public final class JsonNodes {
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonNodes() {}

    /** Returns an object of the pairs: {@code object("name", "Ann", "age", 7)}. Members that are null are left out. */
    public static ObjectNode object(@Nullable Object... namesAndValues) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object name = namesAndValues[i];
            Object value = namesAndValues[i + 1];
            if (value != null) object.set(String.valueOf(name), node(value));
        }
        return object;
    }

    private static JsonNode node(Object value) {
        if (value instanceof JsonNode node) return node;
        if (value instanceof BigDecimal number) return MAPPER.getNodeFactory().numberNode(number);
        return MAPPER.valueToTree(value instanceof Enum<?> || !isPlain(value) ? value.toString() : value);
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Iterable<?>
                || value instanceof Map<?, ?>;
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the tree, or null when the bytes are not JSON. */
    public static @Nullable JsonNode parse(byte[] bytes) {
        try {
            return bytes.length == 0 ? null : MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            return null;
        }
    }
}
