package polyclinic.asset.photos;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Takes out of an image file what is no picture (Exif with its place and device, XMP, IPTC, comments, what is hung on behind
 * the end) and leaves the picture's bytes as they are: nothing is decoded, so nothing is lost and no picture is too large.
 * What tells how to show it stays: the colour profile, the resolution, and how the camera was held.
 *
 * <p>A file whose structure breaks is copied from there on as it is: it is for readers to judge.
 */
public final class PhotoMetadata {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Types whose metadata is overwritten where it is. */
    private static final Map<String, Eraser> ERASERS = Map.of(
            "image/tiff", TiffEraser::erase,
            "image/heic", HeifEraser::erase,
            "image/heif", HeifEraser::erase,
            "image/avif", HeifEraser::erase);

    private static final Map<String, Filter> FILTERS = Map.of(
            "image/jpeg", (in, out, written) -> JpegFilter.copy(in, out),
            "image/png", (in, out, written) -> PngFilter.copy(in, out),
            "image/webp", WebpFilter::copy);

    private PhotoMetadata() {}

    /** Whether files of this type are photos whose metadata can be removed. */
    public static boolean isPhoto(String contentType) {
        return ERASERS.containsKey(contentType) || FILTERS.containsKey(contentType);
    }

    private interface Eraser {
        void erase(Path file) throws IOException;
    }

    /** Copies an image without its metadata; {@code out} leads to {@code written}. */
    private interface Filter {
        void copy(InputStream in, OutputStream out, Path written) throws IOException;
    }

    /**
     * Removes the metadata of a file in its place; a file of another type is left alone. Blocks; memory does not grow with the
     * file.
     *
     * @param contentType as {@code image/jpeg}
     */
    public static void remove(Path file, String contentType) throws IOException {
        Eraser eraser = ERASERS.get(contentType);
        if (eraser != null) {
            eraser.erase(file);
            return;
        }
        Filter filter = FILTERS.get(contentType);
        if (filter == null) return;
        Path kept = Files.createTempFile(file.toAbsolutePath().getParent(), "photo", null);
        try {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(kept), BUFFER_BYTES)) {
                filter.copy(in, out, kept);
            }
            Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    /** Copies as many bytes, or all that are left; false when there were fewer. */
    static boolean copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) return false;
            out.write(buffer, 0, read);
            left -= read;
        }
        return true;
    }
}
