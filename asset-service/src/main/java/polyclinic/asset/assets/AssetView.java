package polyclinic.asset.assets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.dicom.DicomHeader;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.search.Snippet;

/**
 * An asset as clients see it.
 *
 * @param textStatus how far its text has been taken out of it; null for what has none
 * @param pages how many it has, once they are counted
 * @param dicom of a DICOM file what its header says of its picture
 * @param snippet in answers to a search the piece of the text that answers it
 * @param highlights of the snippet what was looked for
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
        @Nullable DicomHeader dicom,
        Instant createdAt,
        String createdBy,
        long version,
        @Nullable String snippet,
        @Nullable List<Snippet.Highlight> highlights)
        implements PatientData {

    static AssetView of(Asset asset) {
        return of(asset, asset.status(), asset.version(), null);
    }

    /** What a search has found. */
    static AssetView found(Asset asset, Snippet snippet) {
        return of(asset, asset.status(), asset.version(), snippet);
    }

    /** The asset as it will be once its bytes are stored: what the request that stores it answers. */
    public static AssetView onceStored(Asset asset) {
        return of(asset, AssetStatus.STORED, Asset.FIRST_VERSION, null);
    }

    private static AssetView of(Asset asset, AssetStatus status, long version, @Nullable Snippet snippet) {
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
                asset.dicom(),
                asset.createdAt(),
                asset.createdBy(),
                version,
                snippet == null ? null : snippet.text(),
                snippet == null ? null : snippet.highlights());
    }
}
