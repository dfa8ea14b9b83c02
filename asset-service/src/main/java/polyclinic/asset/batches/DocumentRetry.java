package polyclinic.asset.batches;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.texts.DocumentTexts;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;

/** Has the text of a failed document tried once more. Asked again while that is under way, it has no effect. */
@ApplicationScoped
class DocumentRetry {
    private final DocumentBatches batches;
    private final DocumentBatchQueries queries;
    private final Assets assets;
    private final DocumentTexts texts;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DocumentRetry(
            DocumentBatches batches,
            DocumentBatchQueries queries,
            Assets assets,
            DocumentTexts texts,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.batches = batches;
        this.queries = queries;
        this.assets = assets;
        this.texts = texts;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<BatchDocumentView>> retry(UUID id, UUID assetId, Caller caller) {
        return idempotency.once(
                List.of("retry", id, assetId),
                assets.collection(),
                receipts -> batches.require(id, caller)
                        .chain(batch -> batches.requireDocument(batch, assetId))
                        .chain(asset -> retry(id, asset, receipts, caller)),
                earlier -> queries.rereadDocument(id, assetId, caller));
    }

    private Uni<Answer<BatchDocumentView>> retry(UUID id, Asset asset, IdempotencyReceipts receipts, Caller caller) {
        TextState text = asset.text();
        if (text == null || text.status() == TextStatus.EXTRACTED || text.status() == TextStatus.DIGITIZED)
            return Uni.createFrom()
                    .failure(new Problem(409, "not-failed", "The text of this document has been taken out of it.")
                            .about("asset", asset.id(), asset.patientId()));
        UUID assetId = UUID.fromString(asset.id());
        if (text.status() != TextStatus.FAILED) return queries.rereadDocument(id, assetId, caller);
        Instant now = clock.instant();
        List<Document> sealed = receipts.seal(Answer.ok(assetId));
        List<Document> messages = outbox.embed(
                audit.entry("retry", "asset", asset.id(), asset.patientId()).withChangedFields(List.of("text")),
                asset.textEvent(new TextState(TextStatus.RECEIVED, null, null, null, 0, 0), now));
        return texts.again(asset, now, sealed, messages)
                .chain(received -> received == null
                        ? queries.rereadDocument(id, assetId, caller)
                        : Uni.createFrom().item(Answer.ok(BatchDocumentView.of(received))));
    }
}
