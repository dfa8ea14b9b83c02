package polyclinic.billing.invoices;

import polyclinic.commons.problem.Problem;

/** 409 {@code invalid-transition}: the invoice's status does not allow the operation. */
final class InvalidInvoiceTransition extends Problem {
    /** @param what for example {@code "A draft cannot be paid."} */
    InvalidInvoiceTransition(String what) {
        super(409, "invalid-transition", what);
    }
}
