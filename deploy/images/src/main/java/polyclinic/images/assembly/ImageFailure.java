package polyclinic.images.assembly;

/** Why there is no image, in words for the one who asked for it. */
public final class ImageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageFailure(String message) {
        super(message);
    }

    public ImageFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
