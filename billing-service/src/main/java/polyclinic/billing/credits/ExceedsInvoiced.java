package polyclinic.billing.credits;

import polyclinic.commons.problem.Problem;

/** 409 {@code exceeds-invoiced}: no more is credited than was invoiced. */
final class ExceedsInvoiced extends Problem {
    ExceedsInvoiced() {
        super(409, "exceeds-invoiced", "This is more than is left of the invoice or of the line.");
    }
}
