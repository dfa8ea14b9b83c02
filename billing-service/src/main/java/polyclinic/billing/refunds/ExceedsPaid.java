package polyclinic.billing.refunds;

import polyclinic.commons.problem.Problem;

/** 409 {@code exceeds-paid}: no more is given back than was taken. */
final class ExceedsPaid extends Problem {
    ExceedsPaid() {
        super(409, "exceeds-paid", "This is more than is left of the payment.");
    }
}
