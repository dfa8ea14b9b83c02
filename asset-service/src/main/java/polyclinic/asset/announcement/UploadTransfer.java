package polyclinic.asset.announcement;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.BlobStoreUnavailable;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.transfers.BodyFile;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.asset.transfers.TransferTokens;
import polyclinic.asset.upload.UploadChecks;
import polyclinic.commons.async.BlockingStep;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Takes the bytes of an announced upload where clients do not reach the store: into the same place, under the same conditions. */
@ApplicationScoped
class UploadTransfer {
    private final AnnouncedUploads uploads;
    private final TransferTokens tokens;
    private final UploadChecks checks;
    private final BlobStore blobs;
    private final Path folder;
    private final Clock clock;

    UploadTransfer(
            AnnouncedUploads uploads,
            TransferTokens tokens,
            UploadChecks checks,
            BlobStore blobs,
            @ConfigProperty(name = "polyclinic.uploads.folder") String folder,
            Clock clock) {
        this.uploads = uploads;
        this.tokens = tokens;
        this.checks = checks;
        this.blobs = blobs;
        this.folder = Path.of(folder);
        this.clock = clock;
    }

    /** Fails with 404 for a token that is not the caller's, 409 when the bytes are not awaited, 422 when they are others. */
    Uni<Void> receive(@Nullable String token, HttpServerRequest request, Caller caller) {
        TransferToken link = tokens.require(token, TransferToken.Purpose.UPLOAD);
        if (!link.subject().equals(caller.subject())) throw new NotFound("transfer");
        return uploads.require(link.id(), caller).chain(upload -> {
            if (!upload.isOpen(clock.instant())) throw over();
            checks.checkSpace(upload.size());
            return BodyFile.read(request, folder, upload.size(), file -> stage(upload, file));
        });
    }

    static Problem over() {
        return new Problem(409, "upload-over", "The upload has been completed, or its time is over.");
    }

    static Problem differs() {
        return new Problem(422, "content-differs", "The bytes are not those that were announced; send them again.");
    }

    private Uni<Void> stage(AnnouncedUpload upload, Path file) {
        return BlockingStep.run(() -> FileInspection.of(file))
                .chain(sent -> sent.sha256().equals(upload.sha256())
                        ? blobs.put(upload.key(), file, sent.size(), sent.md5(), BlobStore.WrittenFor.CLIENT)
                                .onFailure()
                                .transform(away -> new BlobStoreUnavailable())
                        : Uni.createFrom().failure(differs()));
    }
}
