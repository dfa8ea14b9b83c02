package polyclinic.audit.chain;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The canonical form of an entry: the JSON object as the API shows it without {@code hash} and {@code previousHash}, in the
 * JSON Canonicalization Scheme (RFC 8785): members sorted by name, no white space, absent instead of null, UTF-8.
 * Anybody with a JCS library and SHA-256 can check a chain.
 *
 * <p>Every number in it is a whole number below 2^53, so RFC 8785's number format is plain decimal.
 */
public final class Canonical {
    private final StringBuilder out = new StringBuilder(512);
    private boolean first;

    private Canonical() {}

    public static byte[] bytes(Entry entry) {
        return utf8(text(entry));
    }

    public static String text(Entry entry) {
        Canonical json = new Canonical();
        json.open();
        json.member("action", entry.action());
        json.name("actor");
        json.open();
        json.member("name", entry.actor().name());
        json.member("roles", entry.actor().roles());
        json.member("subject", entry.actor().subject());
        json.close();
        json.member("chain", entry.chain());
        json.member("changedFields", entry.changedFields());
        json.member("entityId", entry.entityId());
        json.member("entityType", entry.entityType());
        json.member("id", entry.id());
        json.member("occurredAt", entry.occurredAt());
        json.member("offset", entry.offset());
        json.member("outcome", entry.outcome());
        json.member("patientId", entry.patientId());
        json.member("reason", entry.reason());
        json.member("seq", entry.seq());
        json.name("source");
        json.open();
        json.member("ip", entry.source().ip());
        json.member("service", entry.source().service());
        json.member("userAgent", entry.source().userAgent());
        json.close();
        json.member("traceId", entry.traceId());
        json.close();
        return json.out.toString();
    }

    /** A JSON string literal as RFC 8785 section 3.2.2.2 writes it. */
    public static String quote(String text) {
        Canonical json = new Canonical();
        json.string(text);
        return json.out.toString();
    }

    /** @throws IllegalArgumentException when there is a lone surrogate, which has no UTF-8 form */
    public static byte[] utf8(String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a lone surrogate has no canonical form");
        }
    }

    private void open() {
        out.append('{');
        first = true;
    }

    private void close() {
        out.append('}');
        first = false;
    }

    private void name(String name) {
        if (!first) out.append(',');
        first = false;
        string(name);
        out.append(':');
    }

    private void member(String name, String value) {
        if (value == null) return;
        name(name);
        string(value);
    }

    private void member(String name, long value) {
        name(name);
        out.append(value);
    }

    private void member(String name, List<String> values) {
        if (values == null) return;
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) out.append(',');
            string(values.get(i));
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
