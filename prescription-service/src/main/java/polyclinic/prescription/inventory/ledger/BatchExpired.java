package polyclinic.prescription.inventory.ledger;

import polyclinic.commons.problem.Problem;

/** 409 {@code batch-expired}: the last day of use is over. */
public final class BatchExpired extends Problem {
    public BatchExpired() {
        super(409, "batch-expired", "The batch has expired.");
    }
}
