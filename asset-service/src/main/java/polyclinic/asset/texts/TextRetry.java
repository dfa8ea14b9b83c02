package polyclinic.asset.texts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Has the text of a document tried once more. Asked again while that is under way, it has no effect. */
@ApplicationScoped
class TextRetry {
    private final AssetQueries queries;
    private final Assets assets;
    private final Audit audit;
    private final MongoOutbox outbox;

    TextRetry(AssetQueries queries, Assets assets, Audit audit, MongoOutbox outbox) {
        this.queries = queries;
        this.assets = assets;
        this.audit = audit;
        this.outbox = outbox;
    }

    Uni<DocumentTextView> retry(UUID id, Caller caller) {
        return queries.get(id, caller).chain(asset -> {
            TextStatus status = asset.text();
            if (status == null) return Uni.createFrom().failure(new NotFound("text"));
            if (status == TextStatus.EXTRACTED)
                return Uni.createFrom()
                        .failure(new Problem(409, "text-extracted", "The text of this document has been taken out."));
            if (status != TextStatus.FAILED)
                return Uni.createFrom().item(TextQueries.view(asset, status, null));
            return assets.retryText(
                            asset,
                            outbox.embed(audit.entry("update", "asset", asset.id(), asset.patientId())
                                    .withChangedFields(List.of("text"))))
                    .map(retried -> TextQueries.view(retried == null ? asset : retried, TextStatus.RECEIVED, null));
        });
    }
}
