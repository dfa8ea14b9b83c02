package polyclinic.commons.mongo;

import com.mongodb.client.model.Filters;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * What a request leaves in the document that it changes, so that its repetition changes nothing: who sent what, and the
 * {@link StoredAnswer}. Embed {@link #seal} in the field {@code receipts} ({@code $push} with {@code $each} on an update), in
 * the same write. {@link ReceiptRetention} takes it out again.
 */
public final class IdempotencyReceipts {
    public static final String FIELD = "receipts";

    /** The keys again as plain texts: a unique index on texts in an array is enforced everywhere, one on documents is not. */
    public static final String KEYS = "receiptKeys";

    private final @Nullable IdempotencyKey key;

    IdempotencyReceipts(@Nullable IdempotencyKey key) {
        this.key = key;
    }

    /** One receipt, or none when the request carries no key. */
    public List<Document> seal(Answer<?> answer) {
        if (key == null) return List.of();
        return List.of(new Document("key", id(key))
                .append("hash", key.hash())
                .append("at", new Date())
                .append("status", answer.status())
                .append("location", answer.location())
                .append("etag", answer.etag()));
    }

    static StoredAnswer stored(Document receipt) {
        return new StoredAnswer(receipt.getInteger("status"), receipt.getString("location"), receipt.getString("etag"));
    }

    /** What goes into the field {@link #KEYS} beside the receipts; null for none, so that the index leaves it out. */
    public static @Nullable List<String> keys(List<Document> receipts) {
        return receipts.isEmpty()
                ? null
                : receipts.stream().map(receipt -> receipt.getString("key")).toList();
    }

    /**
     * A condition for the update that carries these receipts: the document has none of their keys yet. The unique index keeps two
     * documents from having the same key, not one from having it twice.
     */
    public static Bson absent(List<Document> receipts) {
        List<String> keys = keys(receipts);
        return keys == null ? Filters.empty() : Filters.nin(KEYS, keys);
    }

    static String id(IdempotencyKey key) {
        return key.caller() + "|" + key.key();
    }
}
