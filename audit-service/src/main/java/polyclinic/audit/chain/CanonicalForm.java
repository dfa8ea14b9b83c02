package polyclinic.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.CanonicalJson;

/**
 * The canonical form of an entry: the JSON object as the API shows it without {@code hash} and {@code previousHash}, in the
 * JSON Canonicalization Scheme (RFC 8785): members sorted by name, no white space, absent instead of null, UTF-8.
 * Anybody with a JCS library and SHA-256 can check a chain.
 *
 * <p>Every number in it is a whole number below 2^53, so RFC 8785's number format is plain decimal.
 */
public final class CanonicalForm {
    private final StringBuilder out = new StringBuilder(512);
    private boolean first;

    private CanonicalForm() {}

    static byte[] bytes(ChainEntry entry) {
        return utf8(text(entry));
    }

    public static String text(ChainEntry entry) {
        return text(entry.record(), entry);
    }

    /** What a service signs: its record without position and signature. */
    public static String signedText(AuditRecord record) {
        return text(record, null);
    }

    private static String text(AuditRecord record, @Nullable ChainEntry entry) {
        CanonicalForm json = new CanonicalForm();
        json.open();
        json.member("action", record.action());
        json.name("actor");
        json.open();
        json.member("name", record.actor().name());
        json.member("roles", record.actor().roles());
        json.member("subject", record.actor().subject());
        json.close();
        if (entry != null) json.member("chain", entry.chain());
        json.member("changedFields", record.changedFields());
        json.member("entityId", record.entityId());
        if (record.entityIds() != null) json.member("entityIds", record.entityIds());
        json.member("entityType", record.entityType());
        json.member("id", record.id());
        if (entry != null) json.metadata(entry.metadata());
        json.member("occurredAt", record.occurredAt());
        if (entry != null) json.member("offset", entry.offset());
        json.member("outcome", record.outcome());
        json.member("patientId", record.patientId());
        if (record.patientIds() != null) json.member("patientIds", record.patientIds());
        json.member("query", record.query());
        json.member("reason", record.reason());
        if (entry != null) json.member("seq", entry.seq());
        if (entry != null) json.signature(record.signature());
        json.name("source");
        json.open();
        json.member("ip", record.source().ip());
        json.member("service", record.source().service());
        json.member("userAgent", record.source().userAgent());
        json.close();
        json.member("traceId", record.traceId());
        json.close();
        return json.out.toString();
    }

    private void metadata(@Nullable ArrivalMetadata metadata) {
        if (metadata == null) return;
        name("metadata");
        open();
        member("receivedAt", metadata.receivedAt());
        member("timing", metadata.timing());
        close();
    }

    private void signature(AuditRecord.@Nullable Signature signature) {
        if (signature == null) return;
        name("signature");
        open();
        member("keyId", signature.keyId());
        member("value", signature.value());
        close();
    }

    /** A JSON string literal as RFC 8785 section 3.2.2.2 writes it. */
    public static String quote(String text) {
        CanonicalForm json = new CanonicalForm();
        json.string(text);
        return json.out.toString();
    }

    /** @throws IllegalArgumentException when there is a lone surrogate, which has no UTF-8 form */
    public static byte[] utf8(String text) {
        requireUtf8(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same without the bytes: the encoder would put a question mark in its place. */
    public static void requireUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) continue;
            boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
            if (!isPair) throw new IllegalArgumentException("a lone surrogate has no canonical form");
            i++;
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

    private void member(String name, @Nullable String value) {
        if (value == null) return;
        name(name);
        string(value);
    }

    private void member(String name, long value) {
        name(name);
        out.append(value);
    }

    private void member(String name, List<String> values) {
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) out.append(',');
            string(values.get(i));
        }
        out.append(']');
    }

    private void string(String text) {
        CanonicalJson.string(out, text);
    }
}
