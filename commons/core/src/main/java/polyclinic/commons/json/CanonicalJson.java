package polyclinic.commons.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The JSON Canonicalization Scheme (RFC 8785): members sorted by name, no white space, absent instead of null. Numbers are
 * whole and below 2^53, for which the scheme's format is plain decimal.
 */
public final class CanonicalJson {
    private static final long MAX_NUMBER = 1L << 53;

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /** @throws IllegalArgumentException when there is a number that is not whole, or too large */
    public static String text(JsonNode value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value);
        return json.out.toString();
    }

    private void value(JsonNode value) {
        if (value.isObject()) object(value);
        else if (value.isArray()) array(value);
        else if (value.isTextual()) string(value.textValue());
        else if (value.isBoolean() || value.isNull()) out.append(value.asText());
        else out.append(whole(value));
    }

    private void object(JsonNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> object.path(name).isNull());
        // By UTF-16 code units, as the scheme asks for.
        Collections.sort(names);
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) out.append(',');
            string(names.get(i));
            out.append(':');
            value(object.path(names.get(i)));
        }
        out.append('}');
    }

    private void array(JsonNode array) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) out.append(',');
            value(array.get(i));
        }
        out.append(']');
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || Math.abs(number.longValue()) >= MAX_NUMBER)
            throw new IllegalArgumentException("a number that is not whole, or too large");
        return number.longValue();
    }

    private void string(String text) {
        string(out, text);
    }

    /** Appends a text as RFC 8785 section 3.2.2.2 writes it. Most have nothing to escape and are appended as a whole. */
    public static void string(StringBuilder out, String text) {
        out.append('"');
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') continue;
            out.append(text, begin, i);
            escape(out, c);
            begin = i + 1;
        }
        out.append(text, begin, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
