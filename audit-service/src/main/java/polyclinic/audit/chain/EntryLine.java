package polyclinic.audit.chain;

import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * An entry as a line of a file: the JSON object that the database keeps, with whole numbers as JSON numbers. What is read from
 * a line is what was written, to the hash; anything else is a {@link DamagedEntry}.
 */
public final class EntryLine {
    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private EntryLine() {}

    /** Without a line feed. */
    public static String write(ChainEntry entry) {
        return EntryDocument.write(entry).toJson(JSON);
    }

    /** Never fails, whatever was done to the line. */
    public static StoredEntry read(String line) {
        try {
            return EntryDocument.read(BsonDocument.parse(line));
        } catch (RuntimeException damaged) {
            return new DamagedEntry("null", "null", "");
        }
    }
}
