package polyclinic.asset.consistency;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.asset.announcement.AnnouncedUpload;
import polyclinic.asset.announcement.AnnouncedUploads;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.quotas.StoredQuota;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.asset.transfers.DirectTransfers;
import polyclinic.asset.transfers.TransferConfig;

/** What a sweep does about uploads that were announced and never completed, and about bytes that nobody awaits any more. */
@ApplicationScoped
class UploadExpiry {
    /** A repeated request is answered for so long. */
    private static final Duration KEPT = Duration.ofDays(2);

    private final AnnouncedUploads uploads;
    private final Assets assets;
    private final BlobStore blobs;
    private final DirectTransfers direct;
    private final UploadQuota quota;
    private final StoredQuota stored;
    private final TransferConfig config;
    private final Clock clock;

    UploadExpiry(
            AnnouncedUploads uploads,
            Assets assets,
            BlobStore blobs,
            DirectTransfers direct,
            UploadQuota quota,
            StoredQuota stored,
            TransferConfig config,
            Clock clock) {
        this.uploads = uploads;
        this.assets = assets;
        this.blobs = blobs;
        this.direct = direct;
        this.quota = quota;
        this.stored = stored;
        this.config = config;
        this.clock = clock;
    }

    /** Its place in the quotas is free again, unless a completion has stored it and ended before it said so. */
    Uni<Void> expire(Sweep sweep, AnnouncedUpload upload) {
        return assets.findById(upload.id().toString()).chain(asset -> {
            if (asset == null) return expireNow(sweep, upload);
            if (asset.storedAt() != null)
                return uploads.complete(upload, clock.instant()).replaceWithVoid();
            // It is being stored, or taken back: that is finished first.
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> expireNow(Sweep sweep, AnnouncedUpload upload) {
        return uploads.expire(upload, clock.instant()).chain(ended -> {
            if (ended == null) return Uni.createFrom().voidItem();
            sweep.count(SweepFinding.EXPIRED_UPLOAD, 1);
            return quota.freed(upload.count(), upload.size())
                    .chain(() -> stored.freed(upload.patientId(), upload.kind(), upload.size()));
        });
    }

    /** What was sent goes, and what of it had not become one object. */
    Uni<Void> clear(AnnouncedUpload upload) {
        String parts = upload.parts();
        Uni<Void> aborted = parts == null ? Uni.createFrom().voidItem() : direct.abort(upload.key(), parts);
        return aborted.chain(() -> blobs.delete(upload.key())).chain(() -> uploads.cleared(upload));
    }

    Uni<Void> forget(Sweep sweep) {
        Instant begun = clock.instant().minus(config.uploadLife()).minus(KEPT);
        return direct.abortOlder(AnnouncedUpload.keys(), begun)
                .invoke(parts -> sweep.count(SweepFinding.LEFTOVER, parts))
                .chain(() -> uploads.forget(clock.instant().minus(KEPT)));
    }
}
