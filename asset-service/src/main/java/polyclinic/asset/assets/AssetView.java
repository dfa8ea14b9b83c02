package polyclinic.asset.assets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.PatientData;

/**
 * An asset as clients see it.
 *
 * @param textStatus how far its text has been taken out of it; null for what has none
 * @param pages how many it has, once they are counted
 */
public record AssetView(
        UUID id,
        AssetKind kind,
        AssetStatus status,
        @Nullable UUID patientId,
        @Nullable UUID appointmentId,
        @Nullable UUID prescriptionId,
        @Nullable UUID batchId,
        @Nullable String title,
        @Nullable Instant documentDate,
        @Nullable Instant expiresAt,
        @Nullable String fileName,
        String contentType,
        long size,
        String sha256,
        @Nullable String originalSha256,
        ScanStatus scan,
        @Nullable TextStatus textStatus,
        @Nullable TextFailure textFailure,
        @Nullable Integer pages,
        @Nullable String language,
        Instant createdAt,
        String createdBy,
        long version)
        implements PatientData {

    static AssetView of(Asset asset) {
        return of(asset, asset.status(), asset.version());
    }

    /** The asset as it will be once its bytes are stored: what the request that stores it answers. */
    public static AssetView onceStored(Asset asset) {
        return of(asset, AssetStatus.STORED, Asset.FIRST_VERSION);
    }

    private static AssetView of(Asset asset, AssetStatus status, long version) {
        TextState text = asset.text();
        return new AssetView(
                UUID.fromString(asset.id()),
                asset.kind(),
                status,
                asset.patientId(),
                asset.appointmentId(),
                asset.prescriptionId(),
                asset.batchId(),
                asset.title(),
                asset.documentDate(),
                asset.expiresAt(),
                asset.fileName(),
                asset.contentType(),
                asset.size(),
                asset.sha256(),
                asset.originalSha256(),
                asset.scan(),
                text == null ? null : text.status(),
                text == null ? null : text.failure(),
                text == null ? null : text.pages(),
                text == null ? null : text.language(),
                asset.createdAt(),
                asset.createdBy(),
                version);
    }
}
