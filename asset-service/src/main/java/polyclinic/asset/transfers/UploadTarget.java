package polyclinic.asset.transfers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an announced upload go, each by a {@code PUT}.
 *
 * @param url of the whole file; null where it goes in parts
 * @param headers header fields that each PUT must carry as they are
 * @param parts null where it goes as a whole
 */
public record UploadTarget(
        @Nullable String url,
        Map<String, String> headers,
        @Nullable List<Part> parts) {
    /** @param offset of the part's first byte in the file */
    public record Part(int number, long offset, long size, String url) {}
}
