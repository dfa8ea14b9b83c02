package polyclinic.audit.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the database has under the key of an entry: the entry, or a document that somebody has damaged. */
public sealed interface StoredEntry permits ChainEntry, DamagedEntry {
    Pattern KEY = Pattern.compile("\\d{4}/(\\d{15})");

    /** The document's id, {@code chain/seq} with leading zeros. */
    String key();

    /** The id of the record, as far as it can be read. */
    String id();

    /** When it happened, as {@link AuditRecord#timestamp} writes it; empty when it cannot be read. */
    String occurredAt();

    /** Whether the document still says what was hashed. */
    boolean isIntact();

    /** The position that the key names, 0 when it names none; whether {@code seq} agrees is part of being intact. */
    default long position() {
        Matcher matcher = KEY.matcher(key());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
