package polyclinic.suite.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values by their schemas: such as the document promises to take, and such as nobody should be hurt by. */
final class FuzzValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DEPTH = 6;

    /** One of them fits every pattern that the document has. */
    private static final List<String> WORDS = List.of(
            "Ada",
            "a word or two",
            "IN",
            "EUR",
            "INR",
            "1",
            "0",
            "12",
            "12.50",
            "0.5",
            "08:30",
            "17:00",
            "24:00",
            "snake_case",
            "a1_b2",
            "A1/b-2.c",
            "general",
            "2.5",
            "999999999999.9999");

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\r\nX-Injected: 1",
            "\ud800",
            "\udfff\ud800",
            "\u202e\u2066gnirts",
            "e\u0301\u0327\u0489".repeat(50),
            "\ud83d\udc69\u200d\ud83d\ude80",
            "\uffff\ufdd0",
            "İıſK",
            "x".repeat(255),
            "x".repeat(100_000),
            "' OR '1'='1' --",
            "{\"$ne\":null}",
            "$where",
            "a.b.$c",
            "../../../../etc/passwd",
            "%00%0d%0a",
            "${jndi:ldap://127.0.0.1:1/a}",
            "<script>alert(1)</script>",
            "%s%n%p",
            "(a+)+$".repeat(20),
            "NaN",
            "null",
            "-1",
            "1e400",
            "9".repeat(400),
            "0x10",
            "2026-02-30",
            "+999999999-12-31T23:59:60Z",
            "-999999999-01-01T00:00:00+18:00",
            "0000-01-01",
            "PT99999999H",
            "Europe/Nowhere",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "1-1-1-1-1",
            "http://127.0.0.1:1/",
            "file:///etc/passwd");

    /** What says nothing of its form in the document, by its name. */
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("email", "ada@example.org"),
            Map.entry("timeZone", "UTC"),
            Map.entry("phone", "+12025550143"),
            Map.entry("currency", "INR"),
            Map.entry("country", "IN"),
            Map.entry("url", "https://example.invalid/hook"),
            Map.entry("birthDate", "1980-02-29"));

    private final FuzzContract contract;
    private final KnownPlaces places;
    private final Random random;
    private final boolean own;

    /** @param own whether ids are of what the run has made, and of nothing else */
    FuzzValues(FuzzContract contract, KnownPlaces places, Random random, boolean own) {
        this.contract = contract;
        this.places = places;
        this.random = random;
        this.own = own;
    }

    /** Returns what the document says is taken, as far as it says so, often at the edge of it. */
    JsonNode good(JsonNode schema, String name) {
        return good(schema, name, 0);
    }

    private JsonNode good(JsonNode given, String name, int depth) {
        JsonNode schema = contract.resolve(given);
        if (schema.has("const")) return schema.path("const");
        if (schema.has("enum")) return pick(schema.path("enum"));
        for (String several : List.of("oneOf", "anyOf"))
            if (schema.has(several)) return good(pick(schema.path(several)), name, depth);
        if (schema.has("allOf")) {
            ObjectNode all = NODES.objectNode();
            for (JsonNode part : schema.path("allOf"))
                if (good(part, name, depth) instanceof ObjectNode object) all.setAll(object);
            return all;
        }
        JsonNode examples = schema.path("examples");
        if (schema.has("example") && random.nextInt(3) > 0) return schema.path("example");
        if (examples.isArray() && !examples.isEmpty() && random.nextInt(3) > 0) return pick(examples);
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> NODES.numberNode(integer(schema));
            case "number" ->
                NODES.numberNode(BigDecimal.valueOf(integer(schema)).add(fraction(schema)));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text(schema, name));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        for (JsonNode one : type) if (!one.asText().equals("null")) return one.asText();
        if (type.isTextual()) return type.asText();
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asText).toList();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean taken = required.contains(property.getKey()) || depth < MAX_DEPTH && random.nextInt(3) == 0;
            if (taken) object.set(property.getKey(), good(property.getValue(), property.getKey(), depth + 1));
        }
        if (schema.path("additionalProperties").isObject() && depth < MAX_DEPTH)
            object.set("word", good(schema.path("additionalProperties"), "word", depth + 1));
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.max(least, Math.min(schema.path("maxItems").asInt(least + 2), least + 2));
        ArrayNode array = NODES.arrayNode();
        int size = depth >= MAX_DEPTH ? least : least + random.nextInt(most - least + 1);
        for (int i = 0; i < size; i++) array.add(good(schema.path("items"), name, depth + 1));
        return array;
    }

    private long integer(JsonNode schema) {
        long least =
                schema.path("minimum").asLong(schema.path("exclusiveMinimum").asLong(0));
        long most = schema.path("maximum").asLong(Math.max(least, 0) + 40);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + (long) (random.nextDouble() * (most - least));
        };
    }

    private BigDecimal fraction(JsonNode schema) {
        return schema.has("maximum") ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(100), 2);
    }

    private String text(JsonNode schema, String name) {
        String format = schema.path("format").asText();
        if (format.equals("uuid") || name.endsWith("Id") && !schema.has("pattern")) return id(name);
        if (format.equals("date")) return date();
        if (format.equals("date-time")) return moment();
        String known = BY_NAME.get(name);
        if (known != null && fits(schema, known)) return known;
        if (!schema.has("pattern") && List.of("from", "to", "start", "end").contains(name)) return moment();
        List<String> fitting = WORDS.stream().filter(word -> fits(schema, word)).toList();
        if (fitting.isEmpty())
            return "x".repeat(Math.max(1, schema.path("minLength").asInt()));
        int longest = schema.path("maxLength").asInt(0);
        String edge = "m".repeat(longest);
        if (longest > 0 && longest < 5_000 && random.nextInt(8) == 0 && fits(schema, edge)) return edge;
        return fitting.get(random.nextInt(fitting.size()));
    }

    private static boolean fits(JsonNode schema, String text) {
        return text.length() >= schema.path("minLength").asInt(0)
                && text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                && (!schema.has("pattern")
                        || Pattern.compile(schema.path("pattern").asText())
                                .matcher(text)
                                .find());
    }

    /** @param name {@code patientId}: it is one of {@code patients} */
    private String id(String name) {
        if (!name.endsWith("Id") || random.nextInt(20) == 0) return KnownPlaces.uuid(random);
        String thing = name.substring(0, name.length() - 2);
        String kind = thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
        return places.id(kind, own, random);
    }

    private String date() {
        return LocalDate.now().plusDays(random.nextInt(800) - 400).toString();
    }

    private String moment() {
        return Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(random.nextInt(24 * 20) - 24, ChronoUnit.HOURS)
                .toString();
    }

    private JsonNode pick(JsonNode list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Returns a text that somebody might send who means no good. */
    String hostileText() {
        return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    /** Returns anything in place of a value of JSON. */
    private JsonNode hostile() {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(Long.MAX_VALUE);
            case 4 -> NODES.numberNode(BigInteger.TEN.pow(60));
            case 5 -> NODES.numberNode(new BigDecimal("-1E-300"));
            case 6 -> NODES.arrayNode();
            case 7 -> NODES.objectNode();
            case 8 -> NODES.objectNode().put("$gt", "");
            case 9 -> nested(60);
            case 10 -> many();
            default -> NODES.textNode(hostileText());
        };
    }

    private static JsonNode nested(int depth) {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < depth; i++) node = NODES.arrayNode().add(node);
        return node;
    }

    private static JsonNode many() {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < 3_000; i++) node.add(i);
        return node;
    }

    /** Returns the body with something in it that does not belong there. */
    JsonNode spoilt(JsonNode body) {
        JsonNode copy = body.deepCopy();
        List<ObjectNode> objects = new ArrayList<>();
        collect(copy, objects);
        if (objects.isEmpty()) return hostile();
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "surprise" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(hostileText(), hostile());
            case 2 -> object.set(name, NODES.arrayNode().add(object.path(name).deepCopy()));
            default -> object.set(name, hostile());
        }
        return copy;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) objects.add(object);
        node.forEach(child -> collect(child, objects));
    }

    /** Returns bytes that are no JSON, or none that anybody should send, with what is wrong with them. */
    Map.Entry<String, byte[]> noJson(JsonNode body) {
        String good = body.toString();
        return switch (random.nextInt(9)) {
            case 0 -> entry("cut off", good.substring(0, good.length() / 2));
            case 1 -> entry("empty", "");
            case 2 -> entry("twice", good + good);
            case 3 -> Map.entry("invalid UTF-8", new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
            case 4 -> entry("too deep", "[".repeat(20_000));
            case 5 -> entry("byte order mark", "\ufeff" + good);
            case 6 -> entry("endless number", "{\"a\":1e999999999}");
            case 7 -> entry("same name twice", "{\"a\":1,\"a\":2}");
            default -> entry("other type", "\"text\"");
        };
    }

    private static Map.Entry<String, byte[]> entry(String what, String text) {
        return Map.entry(what, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(@Nullable JsonNode body) {
        try {
            return body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException lone) {
            // A half of a surrogate pair has no bytes in UTF-8; it is sent as its escape.
            return escaped(body);
        }
    }

    private static byte[] escaped(JsonNode body) {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
