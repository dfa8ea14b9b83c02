package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bson.Document;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.dicom.DicomHeader;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.kinds.KindRetention;
import polyclinic.asset.quotas.StoredQuota;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;

/**
 * Stores an asset: checks everything, writes the document as {@code storing}, puts the bytes into the store, confirms the
 * document as {@code stored} together with its event and audit entry. A failure on the way takes back what was done; a
 * crash leaves a {@code storing} document with a deadline, which a repeated request or the sweeper picks up.
 */
@ApplicationScoped
public class AssetUpload {
    private final UploadChecks checks;
    private final Assets assets;
    private final ContentStorage storage;
    private final UploadReplay replay;
    private final UploadQuota quota;
    private final StoredQuota stored;
    private final KindRetention retention;
    private final ScanPolicy scans;
    private final MongoIdempotency idempotency;
    private final Clock clock;

    AssetUpload(
            UploadChecks checks,
            Assets assets,
            ContentStorage storage,
            UploadReplay replay,
            UploadQuota quota,
            StoredQuota stored,
            KindRetention retention,
            ScanPolicy scans,
            MongoIdempotency idempotency,
            Clock clock) {
        this.checks = checks;
        this.assets = assets;
        this.storage = storage;
        this.replay = replay;
        this.quota = quota;
        this.stored = stored;
        this.retention = retention;
        this.scans = scans;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** What makes two uploads the same request. */
    record Fingerprint(StoreAsset metadata, String sha256) {}

    Uni<Answer<AssetView>> store(UploadedFile upload, Caller caller) {
        return checks.pass(upload, caller).chain(this::once);
    }

    private Uni<Answer<AssetView>> once(UploadPlan plan) {
        Fingerprint request = new Fingerprint(plan.request(), plan.sent().sha256());
        return idempotency
                .once(
                        request,
                        assets.collection(),
                        receipts -> begin(plan, receipts),
                        earlier -> replay.settle(plan, earlier.createdId()))
                .onFailure(UploadReplay.FirstUploadFailed.class)
                .recoverWithUni(() -> replay.waitFor(plan).chain(() -> once(plan)));
    }

    /**
     * Stores a file that was announced: its place in the quotas is taken already, and so is its id. Of two at the same time one
     * stores it, and the other waits for that.
     *
     * @param seal makes the receipts of the request that stores it
     */
    public Uni<Answer<AssetView>> storeAnnounced(
            UUID id, UploadedFile upload, Function<Answer<?>, List<Document>> seal, Caller caller) {
        return checks.pass(upload, caller).chain(plan -> storeAnnounced(id, plan, seal));
    }

    private Uni<Answer<AssetView>> storeAnnounced(UUID id, UploadPlan plan, Function<Answer<?>, List<Document>> seal) {
        return store(plan, asset(plan, id), seal)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> replay.settle(plan, id))
                .onFailure(UploadReplay.FirstUploadFailed.class)
                .recoverWithUni(() -> replay.waitFor(plan).chain(() -> storeAnnounced(id, plan, seal)));
    }

    private Uni<Answer<AssetView>> begin(UploadPlan plan, IdempotencyReceipts receipts) {
        Asset asset = asset(plan, Ids.next());
        StoreAsset request = plan.request();
        return quota.within(
                request.patientId(),
                plan.kept().size(),
                plan.caller(),
                () -> stored.within(
                        request.patientId(),
                        request.kind(),
                        plan.kept().size(),
                        () -> store(plan, asset, receipts::seal)));
    }

    private Uni<Answer<AssetView>> store(UploadPlan plan, Asset asset, Function<Answer<?>, List<Document>> seal) {
        Answer<AssetView> answer =
                Answer.created("/api/v1/assets/" + asset.id(), Asset.FIRST_VERSION, AssetView.onceStored(asset));
        return assets.begin(asset, seal.apply(answer))
                .chain(() -> storage.store(asset, plan.upload().file(), plan.writtenFor()))
                .replaceWith(answer);
    }

    private Asset asset(UploadPlan plan, UUID id) {
        Instant now = clock.instant();
        StoreAsset request = plan.request();
        Asset named = Asset.storing(
                id,
                request.until(retention.expiry(request.kind(), request.expiresAt(), now)),
                plan.kept(),
                plan.originalSha256(),
                scans.atFirst(plan.kept().size(), AssetAccessPolicy.isOfSuite(plan.caller())),
                plan.contentType(),
                plan.upload().fileName(),
                plan.caller().subject(),
                now);
        boolean mayNotHoldGood = AssetAccessPolicy.isPreliminary(plan.caller(), request.kind());
        Asset settled = mayNotHoldGood ? named.asPreliminary() : named;
        DicomHeader dicom = plan.dicom();
        Asset held = dicom == null ? settled : settled.withDicom(dicom);
        // The papers of the suite say nothing that it does not know.
        boolean isRead = request.kind().hasText() && !AssetAccessPolicy.isOfSuite(plan.caller());
        Asset read = isRead ? held.awaitingText() : held;
        boolean isShown =
                ThumbnailState.TYPES.contains(plan.contentType()) && !AssetAccessPolicy.isOfSuite(plan.caller());
        return isShown ? read.awaitingThumbnails() : read;
    }
}
