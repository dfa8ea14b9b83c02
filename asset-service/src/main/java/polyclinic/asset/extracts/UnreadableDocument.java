package polyclinic.asset.extracts;

/** A document of which no text can be taken, however often it is tried. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1;

    private final TextFailure failure;

    public UnreadableDocument(TextFailure failure) {
        super(failure.name());
        this.failure = failure;
    }

    public TextFailure failure() {
        return failure;
    }
}
