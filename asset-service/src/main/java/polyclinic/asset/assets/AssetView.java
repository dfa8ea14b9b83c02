package polyclinic.asset.assets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.commons.audit.PatientData;

/** An asset as clients see it. */
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
                asset.createdAt(),
                asset.createdBy(),
                version);
    }
}
