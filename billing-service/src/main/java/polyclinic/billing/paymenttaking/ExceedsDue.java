package polyclinic.billing.paymenttaking;

import polyclinic.commons.problem.Problem;

/** 409 {@code exceeds-due}: no payment takes more than is due. */
final class ExceedsDue extends Problem {
    ExceedsDue() {
        super(409, "exceeds-due", "This is more than is due.");
    }
}
