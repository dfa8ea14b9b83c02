package polyclinic.asset.thumbnails;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.extracts.ThumbnailStatus;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Reads small pictures of files, for whoever may read the files. */
@ApplicationScoped
class ThumbnailQueries {
    private final AssetQueries queries;
    private final Thumbnails thumbnails;
    private final ScanPolicy scans;

    ThumbnailQueries(AssetQueries queries, Thumbnails thumbnails, ScanPolicy scans) {
        this.queries = queries;
        this.thumbnails = thumbnails;
        this.scans = scans;
    }

    /** @param etag of the picture: the same content has the same pictures */
    record Thumbnail(@Nullable UUID patientId, String etag, byte[] jpeg) implements PatientData {}

    /** Fails with 404 where there is none, and with 409 where there is none yet or the content is not given out either. */
    Uni<Thumbnail> get(UUID id, ThumbnailSize size, Caller caller) {
        return queries.get(id, caller, this::requireMade)
                .chain(asset -> thumbnails.of(asset, size).map(jpeg -> {
                    if (jpeg == null) throw none(asset);
                    return new Thumbnail(asset.patientId(), '"' + asset.sha256() + "-" + size.pixels() + '"', jpeg);
                }));
    }

    private void requireMade(Asset asset) {
        scans.requireGivenOut(asset);
        ThumbnailState state = asset.thumbnail();
        if (state == null || state.status() == ThumbnailStatus.FAILED) throw none(asset);
        if (state.status() == ThumbnailStatus.PENDING)
            throw new Problem(
                            409, "thumbnail-pending", "The small picture is not made yet; ask again in a few seconds.")
                    .about("asset", asset.id(), asset.patientId());
    }

    private static Problem none(Asset asset) {
        return new NotFound("thumbnail").about("asset", asset.id(), asset.patientId());
    }
}
