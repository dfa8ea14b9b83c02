package polyclinic.asset.batches;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of batches, each with its audit entry. */
@ApplicationScoped
class DocumentBatchQueries {
    private static final String ENTITY = "document_batch";

    private final DocumentBatches batches;
    private final Audit audit;

    DocumentBatchQueries(DocumentBatches batches, Audit audit) {
        this.batches = batches;
        this.audit = audit;
    }

    Uni<DocumentBatchView> read(UUID id, Caller caller) {
        return batches.require(id, caller)
                .call(batch -> audit.read(ENTITY, id, batch.patientId()))
                .chain(batch -> batches.documents(batch).map(documents -> DocumentBatchView.of(batch, documents)));
    }

    /** The answer to a repeated request: what the caller may see now. */
    Uni<Answer<DocumentBatchView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** The same of a document of a batch. */
    Uni<Answer<BatchDocumentView>> rereadDocument(UUID id, UUID assetId, Caller caller) {
        return batches.require(id, caller)
                .chain(batch -> batches.requireDocument(batch, assetId)
                        .call(asset -> audit.read("asset", asset.id(), asset.patientId())))
                .map(asset -> Answer.ok(BatchDocumentView.of(asset)));
    }

    Uni<Page<DocumentBatchView>> list(DocumentBatchSearch search, Caller caller) {
        return batches.list(search, caller)
                .map(found ->
                        Page.of(found, search.limit(), DocumentBatchView::listed, batch -> Cursor.encode(batch.id())))
                .call(page -> audit.searched(
                        ENTITY,
                        search.patientId(),
                        page.items(),
                        () -> batches.reaches(Objects.requireNonNull(search.patientId()), caller)));
    }
}
