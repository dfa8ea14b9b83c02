package polyclinic.asset.consistency;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.announcement.AnnouncedUpload;
import polyclinic.asset.announcement.AnnouncedUploads;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetDeletion;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.Blob;
import polyclinic.asset.blobs.BlobStore;

/** What a sweep does about one document or one blob. */
@ApplicationScoped
class AssetRepair {
    private final Assets assets;
    private final AssetDeletion deletion;
    private final AnnouncedUploads announced;
    private final BlobStore blobs;
    private final Clock clock;
    private final SweeperConfig config;
    private final String service;

    AssetRepair(
            Assets assets,
            AssetDeletion deletion,
            AnnouncedUploads announced,
            BlobStore blobs,
            Clock clock,
            SweeperConfig config,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.assets = assets;
        this.deletion = deletion;
        this.announced = announced;
        this.blobs = blobs;
        this.clock = clock;
        this.config = config;
        this.service = service;
    }

    Uni<Void> expired(Sweep sweep, Asset asset) {
        return deletion.delete(asset, service, "expired")
                .invoke(deleted -> sweep.count(SweepFinding.EXPIRED, deleted ? 1 : 0))
                .replaceWithVoid();
    }

    /** An upload that died, or a deletion that stopped half-way. */
    Uni<Void> unfinished(Sweep sweep, Asset asset) {
        return asset.status() == AssetStatus.STORING ? deadUpload(sweep, asset) : unfinishedDelete(sweep, asset);
    }

    Uni<Void> pair(Sweep sweep, Asset asset, Blob blob) {
        return switch (asset.status()) {
            case STORING -> deadUpload(sweep, asset);
            case DELETED -> unfinishedDelete(sweep, asset);
            case STORED -> stored(sweep, asset, blob);
        };
    }

    Uni<Void> withoutBlob(Sweep sweep, Asset asset) {
        return switch (asset.status()) {
            case STORING -> deadUpload(sweep, asset);
            case DELETED -> unfinishedDelete(sweep, asset);
            case STORED -> isYoung(sweep, asset.storedAt()) ? nothing() : missing(sweep, asset);
        };
    }

    /**
     * The page of documents left out tombstones, so the document is looked up before its blob counts as an orphan. So does the blob
     * of an attempt that another one went on in the place of.
     */
    Uni<Void> unclaimed(Sweep sweep, Blob blob) {
        if (!blob.modifiedAt().isBefore(sweep.old())) return nothing();
        if (AnnouncedUpload.isKey(blob.key()))
            return announced.awaits(blob.key()).chain(awaited -> awaited ? nothing() : orphan(sweep, blob));
        return assets.findById(Asset.idOf(blob.key()))
                .chain(asset -> asset != null
                                && asset.status() != AssetStatus.DELETED
                                && asset.blobKey().equals(blob.key())
                        ? nothing()
                        : orphan(sweep, blob));
    }

    private Uni<Void> orphan(Sweep sweep, Blob blob) {
        return blobs.delete(blob.key()).invoke(() -> sweep.count(SweepFinding.ORPHAN_BLOB, 1));
    }

    private Uni<Void> stored(Sweep sweep, Asset asset, Blob blob) {
        if (blob.size() != asset.size()) {
            Log.errorf("blob of asset id=%s has %d of %d bytes", asset.id(), blob.size(), asset.size());
            sweep.count(SweepFinding.DAMAGED_BLOB, 1);
        }
        return asset.missingSince() == null ? nothing() : mark(sweep, asset, null, SweepFinding.FOUND_BLOB);
    }

    private Uni<Void> deadUpload(Sweep sweep, Asset asset) {
        Instant until = asset.storingUntil();
        if (until == null || !until.isBefore(sweep.old())) return nothing();
        return assets.abandonDead(asset, clock.instant(), sweep.token())
                .chain(mine -> mine == null
                        ? nothing()
                        : blobs.delete(mine.blobKey())
                                .chain(() -> assets.blobGone(mine))
                                .invoke(() -> sweep.count(SweepFinding.DEAD_UPLOAD, 1)));
    }

    private Uni<Void> unfinishedDelete(Sweep sweep, Asset asset) {
        return blobs.delete(asset.blobKey())
                .chain(() -> assets.blobGone(asset))
                .invoke(() -> sweep.count(SweepFinding.UNFINISHED_DELETE, 1));
    }

    /**
     * The list has no such blob; the store is asked once more by key before the asset is marked. What stays away is told of and
     * kept: the store may be an older copy, and only a person decides that a part of a patient's record is lost.
     */
    private Uni<Void> missing(Sweep sweep, Asset asset) {
        return blobs.find(asset.blobKey()).chain(blob -> {
            if (blob != null) return nothing();
            Instant now = clock.instant();
            Instant since = asset.missingSince();
            if (since == null) {
                Log.errorf("asset id=%s has no blob", asset.id());
                return mark(sweep, asset, now, SweepFinding.MISSING_BLOB);
            }
            if (since.isAfter(now.minus(config.missingGrace()))) return nothing();
            Log.errorf("asset id=%s has had no blob since %s", asset.id(), since);
            sweep.count(SweepFinding.LOST_BLOB, 1);
            return nothing();
        });
    }

    private Uni<Void> mark(Sweep sweep, Asset asset, @Nullable Instant missingSince, SweepFinding finding) {
        return assets.missing(asset, missingSince, sweep.token())
                .invoke(marked -> sweep.count(finding, marked == null ? 0 : 1))
                .replaceWithVoid();
    }

    private static boolean isYoung(Sweep sweep, @Nullable Instant storedAt) {
        return storedAt != null && storedAt.isAfter(sweep.old());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
