package polyclinic.asset.announcement;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.Blob;
import polyclinic.asset.blobs.BlobMissing;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.BlobStoreUnavailable;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.quotas.StoredQuota;
import polyclinic.asset.texts.ContentFile;
import polyclinic.asset.transfers.DirectTransfers;
import polyclinic.asset.upload.AssetUpload;
import polyclinic.asset.upload.UploadChecks;
import polyclinic.asset.upload.UploadedFile;
import polyclinic.commons.async.BlockingStep;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;

/**
 * Makes an asset of an announced upload. The bytes are fetched and looked at here, and what was looked at is what is stored: whoever
 * still has the address can replace what was sent, and that changes nothing any more. Until the asset is stored nothing is taken
 * away, so that a repetition goes on wherever the first request ended.
 */
@ApplicationScoped
class UploadCompletion {
    /** Longer than fetching and storing the largest file takes. */
    private static final Duration HOLD = Duration.ofHours(1);

    private final AnnouncedUploads uploads;
    private final Assets assets;
    private final AssetQueries queries;
    private final AssetUpload storing;
    private final UploadChecks checks;
    private final DirectTransfers direct;
    private final BlobStore blobs;
    private final StoredQuota stored;
    private final MongoIdempotency idempotency;
    private final Path folder;
    private final Clock clock;

    UploadCompletion(
            AnnouncedUploads uploads,
            Assets assets,
            AssetQueries queries,
            AssetUpload storing,
            UploadChecks checks,
            DirectTransfers direct,
            BlobStore blobs,
            StoredQuota stored,
            MongoIdempotency idempotency,
            @ConfigProperty(name = "polyclinic.uploads.folder") String folder,
            Clock clock) {
        this.uploads = uploads;
        this.assets = assets;
        this.queries = queries;
        this.storing = storing;
        this.checks = checks;
        this.direct = direct;
        this.blobs = blobs;
        this.stored = stored;
        this.idempotency = idempotency;
        this.folder = Path.of(folder);
        this.clock = clock;
    }

    /**
     * Fails with 404 for an upload of somebody else, 409 {@code upload-over} or {@code upload-incomplete}, 422 {@code content-differs}
     * and with whatever an upload by the form fails with. Completing what is completed shows the asset.
     */
    Uni<Answer<AssetView>> complete(UUID id, CompleteUpload request, Caller caller) {
        return idempotency.once(
                List.of("complete", id, request),
                assets.collection(),
                receipts -> complete(id, request, receipts::seal, caller),
                earlier -> complete(id, request, any -> List.of(), caller));
    }

    private Uni<Answer<AssetView>> complete(
            UUID id, CompleteUpload request, Function<Answer<?>, List<Document>> seal, Caller caller) {
        return uploads.require(id, caller).chain(upload -> {
            if (upload.status() == AnnouncedUploadStatus.COMPLETED) return queries.reread(id);
            if (!request.sha256().equals(upload.sha256())) throw UploadTransfer.differs();
            checks.checkSpace(upload.size());
            Instant now = clock.instant();
            return uploads.hold(upload, now, now.plus(HOLD))
                    .onItem()
                    .ifNull()
                    .failWith(UploadTransfer::over)
                    .chain(held -> arrived(held)
                            .chain(() -> store(held, seal, caller))
                            .call(() -> end(held))
                            .onFailure()
                            .recoverWithUni(failure -> failed(held, failure, caller)));
        });
    }

    /** Another request may have been faster, and taken away what this one looked for: then it is completed. */
    private Uni<Answer<AssetView>> failed(AnnouncedUpload upload, Throwable failure, Caller caller) {
        return uploads.require(upload.id(), caller)
                .chain(now -> now.status() == AnnouncedUploadStatus.COMPLETED
                        ? queries.reread(upload.id())
                        : uploads.release(upload).onFailure().recoverWithNull().chain(() -> Uni.createFrom()
                                .failure(failure)));
    }

    /** Whether all of it lies there. */
    private Uni<Void> arrived(AnnouncedUpload upload) {
        String parts = upload.parts();
        Uni<Void> assembled = parts == null
                ? Uni.createFrom().voidItem()
                : direct.assemble(upload.key(), upload.size(), parts)
                        .onFailure()
                        .transform(this::unavailable);
        return assembled
                .chain(() -> blobs.find(upload.key()).onFailure().transform(this::unavailable))
                .invoke(blob -> requireWhole(blob, upload))
                .replaceWithVoid();
    }

    private static void requireWhole(@Nullable Blob blob, AnnouncedUpload upload) {
        if (blob == null)
            throw new Problem(409, "upload-incomplete", "The bytes have not arrived, or not all of them.");
        if (blob.size() != upload.size()) throw UploadTransfer.differs();
    }

    private Uni<Answer<AssetView>> store(
            AnnouncedUpload upload, Function<Answer<?>, List<Document>> seal, Caller caller) {
        return BlockingStep.run(() -> ContentFile.of(upload.key(), upload.size(), blobs, folder))
                .onFailure(failure -> !(failure instanceof BlobMissing))
                .transform(this::unavailable)
                .onFailure(BlobMissing.class)
                .transform(changed -> UploadTransfer.differs())
                .chain(file -> store(upload, file, seal, caller)
                        .onTermination()
                        .call(() -> BlockingStep.run(() -> {
                            file.close();
                            return true;
                        })));
    }

    private Uni<Answer<AssetView>> store(
            AnnouncedUpload upload, ContentFile file, Function<Answer<?>, List<Document>> seal, Caller caller) {
        return BlockingStep.run(() -> FileInspection.of(file.path())).chain(sent -> {
            if (!sent.sha256().equals(upload.sha256())) return Uni.createFrom().failure(UploadTransfer.differs());
            UploadedFile arrived =
                    new UploadedFile(upload.metadata(), file.path(), upload.fileName(), upload.contentType());
            return storing.storeAnnounced(upload.id(), arrived, seal, caller);
        });
    }

    /** The asset is stored: what goes wrong now is finished by a repetition, or by the sweep. */
    private Uni<Void> end(AnnouncedUpload upload) {
        return uploads.complete(upload, clock.instant())
                .chain(ended -> ended == null
                        ? Uni.createFrom().voidItem()
                        : keptLess(upload)
                                .chain(() -> blobs.delete(upload.key()))
                                .chain(() -> uploads.cleared(ended)))
                .onFailure()
                .invoke(failure ->
                        Log.warnf("the staged bytes of asset id=%s are left to the sweeper: %s", upload.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    /** A photo is kept without what is no picture: the rest of its place is free again. */
    private Uni<Void> keptLess(AnnouncedUpload upload) {
        return assets.findById(upload.id().toString())
                .chain(asset -> asset == null || asset.size() >= upload.size()
                        ? Uni.createFrom().voidItem()
                        : stored.freed(upload.patientId(), upload.kind(), upload.size() - asset.size()));
    }

    private Throwable unavailable(Throwable failure) {
        if (failure instanceof Problem) return failure;
        Log.warnf("what was sent of an upload cannot be read: %s", failure);
        return new BlobStoreUnavailable();
    }
}
