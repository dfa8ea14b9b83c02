package polyclinic.asset.assets;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.quotas.StoredQuota;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;

/**
 * Deletes an asset: the document first (with event and audit entry, in one update), then the blob. If the blob cannot be
 * deleted, the document says so and the sweeper finishes it.
 */
@ApplicationScoped
public class AssetDeletion {
    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final MongoOutbox outbox;
    private final StoredQuota quota;

    AssetDeletion(Assets assets, Audit audit, BlobStore blobs, Clock clock, MongoOutbox outbox, StoredQuota quota) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.outbox = outbox;
        this.quota = quota;
    }

    /** Deleting what is deleted has no effect: a process that undoes itself may have to ask twice. */
    Uni<Void> delete(UUID id, Caller caller) {
        return assets.findById(id.toString()).chain(asset -> {
            boolean known = asset != null && asset.storedAt() != null;
            if (!known) return Uni.createFrom().failure(new NotFound("asset"));
            if (!AssetAccessPolicy.toDelete(caller).includes(asset.kind()))
                return Uni.createFrom().failure(new NotFound("asset").about("asset", id, asset.patientId()));
            if (asset.status() == AssetStatus.DELETED) return Uni.createFrom().voidItem();
            return delete(asset, caller.subject(), null)
                    .chain(deleted -> deleted ? Uni.createFrom().voidItem() : delete(id, caller));
        });
    }

    /**
     * Deletes a stored asset.
     *
     * @param reason why, when no caller asked for it
     * @return false when it has changed since it was read
     */
    public Uni<Boolean> delete(Asset asset, String by, @Nullable String reason) {
        Instant now = clock.instant();
        AuditEntry entry =
                audit.entry("delete", "asset", asset.id(), asset.patientId()).withReason(reason);
        // Nobody was told that a preliminary one is there.
        List<Document> messages =
                asset.isPreliminary() ? outbox.embed(entry) : outbox.embed(entry, asset.deletedEvent(now));
        return assets.delete(asset, messages, by, reason, now)
                .chain(deleted -> deleted == null
                        ? Uni.createFrom().item(false)
                        : quota.freed(asset.patientId(), asset.kind(), asset.size())
                                .chain(() -> deleteBlob(deleted))
                                .replaceWith(true));
    }

    private Uni<Void> deleteBlob(Asset asset) {
        return blobs.delete(asset.blobKey())
                .chain(() -> assets.blobGone(asset))
                .onFailure()
                .invoke(failure -> Log.warnf("blob of asset id=%s is left to the sweeper: %s", asset.id(), failure))
                .onFailure()
                .recoverWithNull();
    }
}
