package polyclinic.billing.shifts;

import polyclinic.commons.problem.Problem;

/** 409 {@code no-open-shift}: cash goes into and comes out of an open drawer of the caller. */
final class NoOpenShift extends Problem {
    NoOpenShift() {
        super(409, "no-open-shift", "Cash needs an open shift of yours.");
    }
}
