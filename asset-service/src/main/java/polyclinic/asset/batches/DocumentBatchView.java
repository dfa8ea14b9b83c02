package polyclinic.asset.batches;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.commons.audit.PatientData;

/**
 * A batch as clients see it.
 *
 * @param documents in the order in which they came; null in lists
 */
record DocumentBatchView(
        UUID id,
        BatchStatus status,
        UUID patientId,
        @Nullable String title,
        @Nullable String source,
        Instant createdAt,
        String createdBy,
        @Nullable Instant closedAt,
        long version,
        @Nullable List<BatchDocumentView> documents)
        implements PatientData {

    static DocumentBatchView of(DocumentBatch batch, List<Asset> documents) {
        return view(batch, documents.stream().map(BatchDocumentView::of).toList());
    }

    static DocumentBatchView listed(DocumentBatch batch) {
        return view(batch, null);
    }

    private static DocumentBatchView view(DocumentBatch batch, @Nullable List<BatchDocumentView> documents) {
        return new DocumentBatchView(
                batch.id(),
                batch.status(),
                batch.patientId(),
                batch.title(),
                batch.source(),
                batch.createdAt(),
                batch.createdBy(),
                batch.closedAt(),
                batch.version(),
                documents);
    }
}
