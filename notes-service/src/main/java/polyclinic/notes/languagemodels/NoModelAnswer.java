package polyclinic.notes.languagemodels;

/** The model has not answered. The message names the failure and nothing of the texts. */
public final class NoModelAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean worthRepeating;

    NoModelAnswer(String why, boolean worthRepeating) {
        super(why, null, false, false);
        this.worthRepeating = worthRepeating;
    }

    /** Whether the same may be answered later: not when the server refuses who asks or what it was sent. */
    public boolean isWorthRepeating() {
        return worthRepeating;
    }
}
