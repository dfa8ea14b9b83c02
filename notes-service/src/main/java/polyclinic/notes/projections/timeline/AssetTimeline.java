package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Files of a patient on their timeline; a file may belong to no patient. */
final class AssetTimeline {
    static final TimelineSource<Asset> SOURCE = TimelineSource.of(
                    "asset", Asset.class, Asset::patientId, Asset::assetId, Asset::occurredAt)
            .patientOptional()
            .line("asset.stored.v1", asset -> asset.noun() + " stored")
            .line("asset.deleted.v1", asset -> asset.noun() + " deleted");

    private AssetTimeline() {}

    record Asset(
            @Nullable UUID patientId,
            @Nullable UUID assetId,
            @Nullable Instant occurredAt,
            @Nullable String kind) {
        String noun() {
            return TimelineSource.noun(kind, "file");
        }
    }
}
