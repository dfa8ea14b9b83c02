package polyclinic.asset.assets;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;

/**
 * The part {@code metadata} of an upload.
 *
 * @param patientId required for every kind but a backup
 * @param documentDate when the original was made
 * @param expiresAt when the asset is deleted without anybody asking
 */
public record StoreAsset(
        @NotNull AssetKind kind,
        @Nullable UUID patientId,
        @Nullable UUID appointmentId,
        @Nullable UUID prescriptionId,
        @Nullable UUID batchId,
        @Size(min = 1, max = 200) @Nullable String title,
        @Nullable Instant documentDate,
        @Nullable Instant expiresAt) {
    /** The same, deleted at another time, or never by itself. */
    public StoreAsset until(@Nullable Instant expiry) {
        return new StoreAsset(kind, patientId, appointmentId, prescriptionId, batchId, title, documentDate, expiry);
    }
}
