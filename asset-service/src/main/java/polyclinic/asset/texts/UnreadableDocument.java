package polyclinic.asset.texts;

/** A document from which no text can be taken, however often it is tried. */
final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason a word: {@code unreadable}, {@code encrypted}, {@code no_text}, {@code too_large}, {@code took_too_long} */
    UnreadableDocument(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
