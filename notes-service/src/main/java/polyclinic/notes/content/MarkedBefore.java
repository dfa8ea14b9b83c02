package polyclinic.notes.content;

import polyclinic.commons.problem.Problem;

/** 409 {@code entered-in-error}: the record was marked as entered in error before. */
public final class MarkedBefore extends Problem {
    public MarkedBefore() {
        super(409, "entered-in-error", "This was marked as entered in error before.");
    }
}
