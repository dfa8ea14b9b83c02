package polyclinic.asset.announcement;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.commons.json.SingleLine;

/**
 * What is said of a file before its bytes are sent: what the form's {@code metadata} says, and what the bytes will be.
 *
 * @param contentType of the file
 * @param size bytes in it
 * @param sha256 of it as it is sent, lower-case hex
 */
record AnnounceUpload(
        @NotNull AssetKind kind,
        @Nullable UUID patientId,
        @Nullable UUID appointmentId,
        @Nullable UUID prescriptionId,
        @Nullable UUID batchId,
        @Size(min = 1, max = 200) @Nullable String title,
        @Nullable Instant documentDate,
        @Nullable Instant expiresAt,

        @Size(min = 1, max = 200) @SingleLine @Nullable String fileName,

        @NotBlank @Size(max = 200) String contentType,
        @NotNull @Min(1) Long size,
        @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256) {
    StoreAsset metadata() {
        return new StoreAsset(kind, patientId, appointmentId, prescriptionId, batchId, title, documentDate, expiresAt);
    }
}
