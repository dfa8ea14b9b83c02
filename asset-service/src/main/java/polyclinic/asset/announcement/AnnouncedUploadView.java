package polyclinic.asset.announcement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.transfers.UploadTarget;
import polyclinic.commons.audit.PatientData;

/**
 * An announced upload as the one who announced it sees it.
 *
 * @param id also of the asset that it becomes
 * @param url where the bytes go by {@code PUT}; null where they go in parts, or nowhere any more
 * @param headers header fields that each PUT must carry
 * @param parts null where the bytes go as a whole
 * @param expiresAt until when they may be sent and completed
 */
record AnnouncedUploadView(
        UUID id,
        AnnouncedUploadStatus status,
        AssetKind kind,
        @Nullable UUID patientId,
        String contentType,
        long size,
        String sha256,
        @Nullable String url,
        Map<String, String> headers,
        @Nullable List<UploadTarget.Part> parts,
        Instant createdAt,
        Instant expiresAt)
        implements PatientData {
    static AnnouncedUploadView of(AnnouncedUpload upload, @Nullable UploadTarget target) {
        return new AnnouncedUploadView(
                upload.id(),
                upload.status(),
                upload.kind(),
                upload.patientId(),
                upload.contentType(),
                upload.size(),
                upload.sha256(),
                target == null ? null : target.url(),
                target == null ? Map.of() : target.headers(),
                target == null ? null : target.parts(),
                upload.createdAt(),
                upload.expiresAt());
    }
}
