package polyclinic.billing.charges;

import polyclinic.commons.problem.Problem;

/** 409 {@code already-charged}: what a line is for has its line in another invoice that is not void. */
final class AlreadyCharged extends Problem {
    AlreadyCharged() {
        super(409, "already-charged", "What this line is for is in another invoice.");
    }
}
