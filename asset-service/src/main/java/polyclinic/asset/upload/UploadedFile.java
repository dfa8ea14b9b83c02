package polyclinic.asset.upload;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.StoreAsset;

/**
 * An upload that has arrived: the metadata, and the file on disk.
 *
 * @param fileName as sent, or null
 * @param declaredType the content type of the file's part, or null
 */
public record UploadedFile(
        StoreAsset metadata,
        Path file,
        @Nullable String fileName,
        @Nullable String declaredType) {}
