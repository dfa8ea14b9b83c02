package polyclinic.asset.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.dicom.DicomHeader;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.commons.identity.Caller;

/**
 * An upload that has passed all checks.
 *
 * @param sent the file as it was sent
 * @param kept the file as it is to be stored
 * @param contentType the type to store
 * @param dicom of a DICOM file what its header says
 * @param waitUntil when a repeated request stops waiting for the first one
 */
record UploadPlan(
        StoreAsset request,
        UploadedFile upload,
        FileInspection sent,
        FileInspection kept,
        String contentType,
        @Nullable DicomHeader dicom,
        Caller caller,
        Instant waitUntil) {
    /** Null when the file is kept as it was sent. */
    @Nullable
    String originalSha256() {
        return sent.sha256().equals(kept.sha256()) ? null : sent.sha256();
    }

    BlobStore.WrittenFor writtenFor() {
        return AssetAccessPolicy.isOfSuite(caller) ? BlobStore.WrittenFor.SERVICE : BlobStore.WrittenFor.CLIENT;
    }
}
