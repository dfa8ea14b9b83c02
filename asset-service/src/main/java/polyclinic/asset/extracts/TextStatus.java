package polyclinic.asset.extracts;

/** How far the text of a document has been taken out of it. */
public enum TextStatus {
    /** Waits for its turn, and for the virus scanner where there is one. */
    RECEIVED,
    EXTRACTING,
    /** The text is kept and can be read. */
    EXTRACTED,
    /** It is found by its words, too. */
    DIGITIZED,
    /** It has a {@link TextFailure}. */
    FAILED
}
