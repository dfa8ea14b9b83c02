package polyclinic.asset.extracts;

/** Why there is no text of a document. */
public enum TextFailure {
    /** It opens with a password only. */
    ENCRYPTED,
    /** It is damaged, or not what its type says. */
    UNREADABLE,
    /** It is read, and has no text. */
    NO_TEXT,
    /** It is a picture of a text, and this installation has no Tesseract. */
    OCR_NOT_INSTALLED,
    /** Files of its type are not read: they are pictures of other things than texts. */
    TYPE_NOT_READ,
    TOO_LARGE,
    TOO_MANY_PAGES,
    TOO_MUCH_TEXT,
    TOOK_TOO_LONG,
    TOOK_TOO_MUCH_MEMORY,
    /** What reads it ended each time, as if it had been killed. */
    READER_FAILED,
    INFECTED
}
