package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/** The rules of a medical record's free-form JSON, and of a fragment of it: what {@code jsonb} and its index can hold. */
final class RecordData {
    /** Bytes of JSON. */
    static final int MAX_BYTES = 64 * 1024;

    static final int MAX_FRAGMENT_LENGTH = 2000;
    private static final int MAX_DEPTH = 24;
    private static final int MAX_VALUES = 5000;
    private static final int MAX_KEY_LENGTH = 128;

    /** Digits before and behind the point: {@code numeric} writes every nought of an exponent. */
    private static final int MAX_EXPONENT = 100;

    private final String field;
    private int values;

    private RecordData(String field) {
        this.field = field;
    }

    /** Fails with 422, which names the rule and never the content. */
    static void require(String field, ObjectNode data) {
        if (data.isEmpty()) throw Problem.invalid(field, "must not be empty");
        new RecordData(field).look(data, 1);
        if (Json.size(data) > MAX_BYTES) throw Problem.invalid(field, "is larger than " + MAX_BYTES / 1024 + " KiB");
    }

    /** A fragment that data contain (as PostgreSQL's {@code @>} understands it), as it was asked for; null when nothing was. */
    static @Nullable ObjectNode fragment(String field, @Nullable String json) {
        if (json == null || json.isEmpty()) return null;
        if (json.length() > MAX_FRAGMENT_LENGTH)
            throw Problem.invalid(field, "must not be longer than " + MAX_FRAGMENT_LENGTH + " characters");
        try {
            if (Json.MAPPER.readTree(json) instanceof ObjectNode fragment) {
                require(field, fragment);
                return fragment;
            }
        } catch (JsonProcessingException malformed) {
            // answered below, without the text
        }
        throw Problem.invalid(field, "must be a JSON object");
    }

    /** All texts and numbers in it, however deep, in NFC. */
    static List<String> texts(JsonNode data) {
        List<String> texts = new ArrayList<>();
        collect(data, texts);
        return texts;
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual()) texts.add(Normalizer.normalize(node.textValue(), Normalizer.Form.NFC));
        else if (node.isNumber()) texts.add(node.asText());
        node.forEach(child -> collect(child, texts));
    }

    private void look(JsonNode node, int depth) {
        if (++values > MAX_VALUES) throw refused("holds more than " + MAX_VALUES + " values");
        if (depth > MAX_DEPTH) throw refused("is nested deeper than " + MAX_DEPTH + " levels");
        if (node.isTextual() && !TextRules.isClean(node.textValue()))
            throw refused("has control characters or broken Unicode");
        if (node.isNumber()) requireWritable(node.decimalValue());
        node.fieldNames().forEachRemaining(this::requireKey);
        node.forEach(child -> look(child, depth + 1));
    }

    private void requireKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !TextRules.isClean(key))
            throw refused("has a key that is empty, longer than " + MAX_KEY_LENGTH + " characters or no text");
    }

    private void requireWritable(BigDecimal number) {
        int beforePoint = number.precision() - number.scale();
        if (Math.abs((long) number.scale()) > MAX_EXPONENT || Math.abs((long) beforePoint) > MAX_EXPONENT)
            throw refused("has a number with more than " + MAX_EXPONENT + " digits before or behind the point");
    }

    private Problem refused(String why) {
        return Problem.invalid(field, why);
    }
}
