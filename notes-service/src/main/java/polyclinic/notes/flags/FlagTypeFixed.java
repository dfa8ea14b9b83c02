package polyclinic.notes.flags;

import polyclinic.commons.problem.Problem;

/** Clients read the flag as what it was: another kind of value is another flag. */
final class FlagTypeFixed extends Problem {
    FlagTypeFixed() {
        super(409, "flag-type-fixed", "A flag keeps the type of its value. Delete it first, or use another name.");
    }
}
