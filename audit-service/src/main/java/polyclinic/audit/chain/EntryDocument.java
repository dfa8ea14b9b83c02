package polyclinic.audit.chain;

import com.mongodb.MongoClientSettings;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an entry: one flat document, the position and the hashes beside the members of the record. The record
 * is written by the driver's codec for records, so its members are named in {@link AuditRecord} alone.
 */
final class EntryDocument {
    private static final Codec<AuditRecord> RECORD =
            MongoClientSettings.getDefaultCodecRegistry().get(AuditRecord.class);

    private EntryDocument() {}

    static BsonDocument write(ChainEntry entry) {
        BsonDocument document = new BsonDocument("_id", new BsonString(entry.key()))
                .append("id", new BsonString(entry.id()))
                .append("seq", new BsonInt64(entry.seq()))
                .append("chain", new BsonInt32(entry.chain()))
                .append("offset", new BsonInt64(entry.offset()))
                .append("hash", new BsonString(entry.hash()))
                .append("previousHash", new BsonString(entry.previousHash()));
        BsonDocument record = new BsonDocument();
        RECORD.encode(
                new BsonDocumentWriter(record),
                entry.record(),
                EncoderContext.builder().build());
        document.putAll(record);
        ArrivalMetadata metadata = entry.metadata();
        if (metadata != null) document.append("metadata", write(metadata));
        return document;
    }

    /** What a document says. Never fails, whatever was done to it. */
    static StoredEntry read(BsonDocument document) {
        try {
            return new ChainEntry(
                    text(document, "_id"),
                    (int) number(document, "chain"),
                    number(document, "seq"),
                    number(document, "offset"),
                    text(document, "hash"),
                    text(document, "previousHash"),
                    RECORD.decode(
                            document.asBsonReader(), DecoderContext.builder().build()),
                    metadata(document));
        } catch (RuntimeException damaged) {
            return new DamagedEntry(
                    readable(document.get("_id"), "null"),
                    readable(document.get("id"), "null"),
                    readable(document.get("occurredAt"), ""));
        }
    }

    private static BsonDocument write(ArrivalMetadata metadata) {
        return new BsonDocument("timing", new BsonString(metadata.timing()))
                .append("receivedAt", new BsonString(metadata.receivedAt()));
    }

    private static @Nullable ArrivalMetadata metadata(BsonDocument document) {
        if (!document.containsKey("metadata")) return null;
        BsonDocument metadata = document.getDocument("metadata");
        return new ArrivalMetadata(text(metadata, "timing"), text(metadata, "receivedAt"));
    }

    private static String text(BsonDocument document, String name) {
        return document.getString(name).getValue();
    }

    private static long number(BsonDocument document, String name) {
        BsonNumber number = document.getNumber(name);
        if (number.isInt32() || number.isInt64()) return number.longValue();
        throw new BsonInvalidOperationException(name + " is not a whole number");
    }

    private static String readable(@Nullable BsonValue value, String otherwise) {
        return value != null && value.isString() ? value.asString().getValue() : otherwise;
    }
}
