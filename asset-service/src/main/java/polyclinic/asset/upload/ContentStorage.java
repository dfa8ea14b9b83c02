package polyclinic.asset.upload;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.BlobStoreUnavailable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;

/** Puts the bytes of a {@code storing} asset into the store and confirms it, or takes both back. */
@ApplicationScoped
class ContentStorage {
    private static final Duration RETRY_DELAY = Duration.ofMillis(200);
    private static final int MAX_RETRIES = 4;
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(3);

    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final MongoOutbox outbox;
    /** What this replica is storing. */
    private final Set<Asset> running = ConcurrentHashMap.newKeySet();

    ContentStorage(Assets assets, Audit audit, BlobStore blobs, Clock clock, MongoOutbox outbox) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** Fails with {@link BlobStoreUnavailable} when the bytes could not be stored in time. */
    Uni<Void> store(Asset asset, Path file, BlobStore.WrittenFor whom) {
        return Uni.createFrom()
                .deferred(() -> {
                    running.add(asset);
                    return blobs.put(asset.blobKey(), file, asset.size(), asset.md5(), whom);
                })
                .ifNoItem()
                .after(asset.storingTimeout())
                .fail()
                .onFailure()
                .transform(failure -> {
                    Log.warnf("asset id=%s could not be stored: %s", asset.id(), failure);
                    return new BlobStoreUnavailable();
                })
                .chain(() -> confirm(asset))
                .onFailure()
                .call(() -> takeBack(asset))
                .onTermination()
                .invoke(() -> running.remove(asset));
    }

    /**
     * A replica that ends is cut off from what takes longer than the time it is given. The client's request is repeated at another
     * one, which takes over at once instead of waiting for an attempt that comes to nothing.
     */
    void release(@Observes ShutdownEvent event) {
        List<Uni<@Nullable Asset>> releases = running.stream()
                .map(asset -> assets.release(asset, clock.instant()))
                .toList();
        if (releases.isEmpty()) return;
        try {
            Uni.join().all(releases).andCollectFailures().await().atMost(RELEASE_TIMEOUT);
        } catch (RuntimeException e) {
            Log.warnf("%d uploads are left to their deadlines: %s", releases.size(), e);
        }
    }

    private Uni<Void> confirm(Asset asset) {
        Instant now = clock.instant();
        AuditEntry entry = audit.entry("create", "asset", asset.id(), asset.patientId());
        List<Document> messages =
                asset.isPreliminary() ? outbox.embed(entry) : outbox.embed(entry, asset.storedEvent(now));
        return Uni.createFrom()
                .deferred(() -> assets.finish(asset, messages, now, clock.instant()))
                .chain(stored -> stored != null ? Uni.createFrom().voidItem() : requireConfirmed(asset))
                .onFailure(failure -> !(failure instanceof Problem))
                .retry()
                .withBackOff(RETRY_DELAY)
                .atMost(MAX_RETRIES);
    }

    /** The update matched nothing: an earlier try got through without an answer, or the attempt came too late. */
    private Uni<Void> requireConfirmed(Asset asset) {
        return assets.findById(asset.id())
                .chain(found ->
                        found != null && found.status() == AssetStatus.STORED && found.attempt() == asset.attempt()
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().failure(new BlobStoreUnavailable()));
    }

    /** Marks first, deletes second: should the confirmation have got through after all, nothing is deleted. */
    private Uni<Void> takeBack(Asset asset) {
        return assets.abandon(asset)
                .chain(marked -> marked == null
                        ? discard(asset)
                        : blobs.delete(asset.blobKey()).chain(() -> assets.blobGone(marked)))
                .onFailure()
                .invoke(failure -> Log.warnf("asset id=%s is left to the sweeper: %s", asset.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Another attempt has gone on in this one's place: its bytes lie elsewhere. */
    private Uni<Void> discard(Asset asset) {
        return assets.findById(asset.id())
                .chain(found -> found == null || found.attempt() != asset.attempt()
                        ? blobs.delete(asset.blobKey())
                        : Uni.createFrom().voidItem());
    }
}
