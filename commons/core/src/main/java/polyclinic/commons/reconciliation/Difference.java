package polyclinic.commons.reconciliation;

import java.util.Locale;

/** How what is kept can differ from what its owner states. */
enum Difference {
    /** It is not there. */
    LOST,
    /** It is of an older version. */
    STALE,
    /** It is of this version and says something else. */
    CHANGED,
    /** It is of a version that the owner does not have, who has gone back to an earlier state. */
    AHEAD,
    /** The owner has no such thing. */
    UNKNOWN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
