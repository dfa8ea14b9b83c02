package polyclinic.asset.batches;

import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;

/**
 * Documents of one patient that come together: the folder that somebody brings, the scans of an afternoon. Which they are stands in the
 * documents. As an asset it is a document as it was read, and {@link DocumentBatches} changes it.
 */
final class DocumentBatch {
    static final long FIRST_VERSION = 1;

    private final Document document;

    private DocumentBatch(Document document) {
        this.document = document;
    }

    static DocumentBatch of(Document stored) {
        return new DocumentBatch(stored);
    }

    static DocumentBatch open(UUID id, StartDocumentBatch request, Caller caller, Instant now) {
        Document document = new Document("_id", id.toString())
                .append("status", BatchStatus.OPEN.name())
                .append("patientId", request.patientId().toString())
                .append("title", request.title())
                .append("source", request.source())
                .append("createdAt", Date.from(now))
                .append("createdBy", caller.subject())
                .append("version", FIRST_VERSION);
        document.values().removeIf(value -> value == null);
        return new DocumentBatch(document);
    }

    /** A copy to be inserted. */
    Document document() {
        return new Document(document);
    }

    UUID id() {
        return UUID.fromString(document.getString("_id"));
    }

    BatchStatus status() {
        return BatchStatus.valueOf(document.getString("status"));
    }

    UUID patientId() {
        return UUID.fromString(document.getString("patientId"));
    }

    @Nullable
    String title() {
        return document.getString("title");
    }

    @Nullable
    String source() {
        return document.getString("source");
    }

    Instant createdAt() {
        return document.getDate("createdAt").toInstant();
    }

    String createdBy() {
        return document.getString("createdBy");
    }

    @Nullable
    Instant closedAt() {
        Date closed = document.getDate("closedAt");
        return closed == null ? null : closed.toInstant();
    }

    long version() {
        return document.get("version", Number.class).longValue();
    }
}
