package polyclinic.asset.consistency;

/** What a sweep may find; each is a value of the metric's tag {@code finding}. */
enum SweepFinding {
    /** A blob that no document claims: deleted. */
    ORPHAN_BLOB,
    /** A document whose upload died: deleted with whatever it stored. */
    DEAD_UPLOAD,
    /** A deleted asset whose blob was still there: finished. */
    UNFINISHED_DELETE,
    /** A stored asset whose blob is not there: marked. */
    MISSING_BLOB,
    /** A marked asset whose blob is there again: unmarked. */
    FOUND_BLOB,
    /** A marked asset whose blob has stayed away: told of at each comparison until somebody brings it back, or deletes the asset. */
    LOST_BLOB,
    /** A blob that is not as long as its document says. */
    DAMAGED_BLOB,
    /** An asset beyond its {@code expiresAt}: deleted. */
    EXPIRED,
    /** An upload that was announced and never completed: what was sent of it is deleted. */
    EXPIRED_UPLOAD,
    /** Parts that an interrupted write left in the store. */
    LEFTOVER,
    /** A file in the spool folder that no request owns any more. */
    SPOOLED_FILE
}
