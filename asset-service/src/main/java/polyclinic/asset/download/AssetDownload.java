package polyclinic.asset.download;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.BlobStoreUnavailable;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.commons.identity.Caller;

/** Answers requests for an asset's content. */
@ApplicationScoped
class AssetDownload {
    private final AssetQueries queries;
    private final BlobStore blobs;
    private final ScanPolicy scans;
    private final DownloadsConfig config;

    AssetDownload(AssetQueries queries, BlobStore blobs, ScanPolicy scans, DownloadsConfig config) {
        this.queries = queries;
        this.blobs = blobs;
        this.scans = scans;
        this.config = config;
    }

    /**
     * What to send of an asset that the caller may read; fails with 404 otherwise. Audited as a read; when the content is
     * quarantined it fails with 409, which is audited as a denied look.
     */
    Uni<ContentAnswer> answer(UUID id, ContentConditions asked, Caller caller) {
        return queries.get(id, caller, scans::requireGivenOut)
                .map(asset -> Content.of(asset).answer(asked).of(asset));
    }

    /**
     * The same for whoever has a link: it was given to somebody who might read the asset, and what has become of the asset since
     * counts. Audited as a read by nobody in particular that names whom the link was given to.
     */
    Uni<ContentAnswer> answer(TransferToken link, ContentConditions asked) {
        return queries.getLinked(link.id(), link.subject(), scans::requireGivenOut)
                .map(asset -> Content.of(asset).answer(asked).of(asset));
    }

    /** Bytes of a content, fetched when they are subscribed to; fails with {@link BlobStoreUnavailable}. */
    ContentStream read(UUID id, ContentAnswer answer, ByteRange range, Runnable end) {
        return new ContentStream(
                answer.patientId(),
                blobs.read(Objects.requireNonNull(answer.blobKey()), range.first(), range.length())
                        .onFailure()
                        .invoke(failure -> Log.warnf("the content of asset id=%s cannot be read: %s", id, failure))
                        .onFailure()
                        .transform(failure -> new BlobStoreUnavailable()),
                range.length(),
                config.patience(),
                end);
    }
}
