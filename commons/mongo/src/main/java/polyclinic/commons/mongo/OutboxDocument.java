package polyclinic.commons.mongo;

import com.mongodb.client.model.Projections;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * What every document carries that publishes events and answers repeated requests: its outbox and its receipts. They are
 * written with the document, in the same single-document write, and left out when it is read ({@link #WITHOUT_PLUMBING}).
 */
public abstract class OutboxDocument {
    /** Leaves outbox and receipts out of a read. */
    public static final Bson WITHOUT_PLUMBING = Projections.exclude(
            MongoOutbox.FIELD, MongoOutbox.PENDING, IdempotencyReceipts.FIELD, IdempotencyReceipts.KEYS);

    private @Nullable List<Document> outbox;
    private @Nullable Boolean outboxPending;
    private @Nullable List<Document> receipts;
    private @Nullable List<String> receiptKeys;

    /** For a document that is about to be inserted. */
    public void carry(List<Document> messages, List<Document> sealed) {
        outbox = messages;
        outboxPending = true;
        receipts = sealed.isEmpty() ? null : sealed;
        receiptKeys = IdempotencyReceipts.keys(sealed);
    }

    public @Nullable List<Document> getOutbox() {
        return outbox;
    }

    public void setOutbox(@Nullable List<Document> outbox) {
        this.outbox = outbox;
    }

    public @Nullable Boolean getOutboxPending() {
        return outboxPending;
    }

    public void setOutboxPending(@Nullable Boolean outboxPending) {
        this.outboxPending = outboxPending;
    }

    public @Nullable List<Document> getReceipts() {
        return receipts;
    }

    public void setReceipts(@Nullable List<Document> receipts) {
        this.receipts = receipts;
    }

    public @Nullable List<String> getReceiptKeys() {
        return receiptKeys;
    }

    public void setReceiptKeys(@Nullable List<String> receiptKeys) {
        this.receiptKeys = receiptKeys;
    }
}
