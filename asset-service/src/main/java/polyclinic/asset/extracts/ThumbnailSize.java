package polyclinic.asset.extracts;

import java.util.stream.Stream;

/** The sizes in which there are small pictures of a file. */
public enum ThumbnailSize {
    SMALL(96),
    MEDIUM(256),
    LARGE(512);

    private final int pixels;

    ThumbnailSize(int pixels) {
        this.pixels = pixels;
    }

    /** Of the longer side; a picture that is smaller stays as small as it is. */
    public int pixels() {
        return pixels;
    }

    /** The smallest that has as many pixels, or the largest. */
    public static ThumbnailSize atLeast(int pixels) {
        return Stream.of(values())
                .filter(size -> size.pixels >= pixels)
                .findFirst()
                .orElse(LARGE);
    }
}
