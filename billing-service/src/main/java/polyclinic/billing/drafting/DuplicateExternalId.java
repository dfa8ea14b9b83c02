package polyclinic.billing.drafting;

import polyclinic.commons.problem.Problem;

/** 409 {@code duplicate-external-id}: an invoice of elsewhere is recorded once. */
final class DuplicateExternalId extends Problem {
    DuplicateExternalId() {
        super(409, "duplicate-external-id", "The invoice with this source and id is recorded already.");
    }
}
