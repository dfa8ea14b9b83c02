package polyclinic.asset.catalogue;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import polyclinic.asset.kinds.Kind;

/**
 * The part {@code metadata} of an upload.
 *
 * @param patientId needed for every kind but a backup
 * @param documentDate when the original was made
 * @param expiresAt when the asset is to be deleted by itself
 */
public record StoreAsset(
        @NotNull Kind kind,
        UUID patientId,
        UUID appointmentId,
        UUID prescriptionId,
        UUID batchId,
        @Size(min = 1, max = 200) String title,
        Instant documentDate,
        Instant expiresAt) {}
