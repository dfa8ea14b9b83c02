package polyclinic.asset.extracts;

/** How far the text of a document has been taken out of it. */
public enum TextStatus {
    /** Waits for its turn, and for the virus scanner where there is one. */
    RECEIVED,
    EXTRACTING,
    /** The text is kept, can be read, and is found by its words. */
    EXTRACTED,
    /** What it says is proposed for the history, too. */
    DIGITIZED,
    /** It has a {@link TextFailure}. */
    FAILED
}
