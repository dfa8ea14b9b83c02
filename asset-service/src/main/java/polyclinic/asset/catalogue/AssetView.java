package polyclinic.asset.catalogue;

import java.time.Instant;
import java.util.UUID;
import polyclinic.asset.kinds.Kind;

/** An asset as clients see it. */
public record AssetView(
        UUID id,
        Kind kind,
        Asset.Status status,
        UUID patientId,
        UUID appointmentId,
        UUID prescriptionId,
        UUID batchId,
        String title,
        Instant documentDate,
        Instant expiresAt,
        String fileName,
        String contentType,
        long size,
        String sha256,
        Instant createdAt,
        String createdBy,
        long version) {

    static AssetView of(Asset asset) {
        return new AssetView(
                UUID.fromString(asset.id),
                asset.kind,
                asset.status,
                Asset.uuid(asset.patientId),
                Asset.uuid(asset.appointmentId),
                Asset.uuid(asset.prescriptionId),
                Asset.uuid(asset.batchId),
                asset.title,
                asset.documentDate,
                asset.expiresAt,
                asset.fileName,
                asset.contentType,
                asset.size,
                asset.sha256,
                asset.createdAt,
                asset.createdBy,
                asset.version);
    }

    /** The same asset once its bytes are stored; this is what the request that stores it will answer. */
    AssetView stored() {
        return new AssetView(
                id,
                kind,
                Asset.Status.STORED,
                patientId,
                appointmentId,
                prescriptionId,
                batchId,
                title,
                documentDate,
                expiresAt,
                fileName,
                contentType,
                size,
                sha256,
                createdAt,
                createdBy,
                Asset.FIRST_VERSION);
    }
}
