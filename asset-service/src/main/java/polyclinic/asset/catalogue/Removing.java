package polyclinic.asset.catalogue;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;

/**
 * Deletes an asset: the document first (with event and audit entry, in one update), then the blob. If the blob's turn does
 * not come, the document says so and the sweeper sees to it.
 */
@ApplicationScoped
public class Removing {
    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final MongoOutbox outbox;

    Removing(Assets assets, Audit audit, BlobStore blobs, Clock clock, MongoOutbox outbox) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** Deleting what is deleted is fine: a process that undoes itself may have to say it twice. */
    Uni<Void> remove(UUID id, Caller caller) {
        return assets.findById(id.toString()).chain(asset -> {
            boolean known = asset != null && asset.storedAt != null;
            if (!known || !Grants.toDelete(caller).include(asset.kind))
                return Uni.createFrom().failure(new NotFound("asset"));
            if (asset.status == Asset.Status.DELETED) return Uni.createFrom().voidItem();
            return remove(asset, caller.subject(), null).replaceWithVoid();
        });
    }

    /**
     * @param because why, when nobody asked for it
     * @return false when somebody else was faster
     */
    public Uni<Boolean> remove(Asset asset, String by, String because) {
        Instant now = clock.instant();
        List<Document> messages = outbox.embed(
                audit.entry("delete", "asset", asset.id, asset.patient(), List.of(), because), asset.deletedEvent(now));
        return assets.delete(asset, messages, by, because, now)
                .chain(deleted -> deleted == null
                        ? Uni.createFrom().item(false)
                        : removeBlob(deleted).replaceWith(true));
    }

    private Uni<Void> removeBlob(Asset asset) {
        return blobs.delete(asset.id)
                .chain(() -> assets.blobGone(asset))
                .onFailure()
                .invoke(failure -> Log.warnf("blob of asset id=%s is left to the sweeper: %s", asset.id, failure))
                .onFailure()
                .recoverWithNull();
    }
}
