package polyclinic.asset.upload;

import java.time.Instant;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.commons.identity.Caller;

/**
 * An upload that has passed all checks.
 *
 * @param contentType the type to store
 * @param waitUntil when a repeated request stops waiting for the first one
 */
record UploadPlan(
        StoreAsset request,
        UploadedFile upload,
        FileInspection file,
        String contentType,
        Caller caller,
        Instant waitUntil) {}
