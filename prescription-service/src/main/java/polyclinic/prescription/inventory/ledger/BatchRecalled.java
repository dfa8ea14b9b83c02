package polyclinic.prescription.inventory.ledger;

import polyclinic.commons.problem.Problem;

/** 409 {@code batch-recalled}: what was recalled is not dispensed. */
public final class BatchRecalled extends Problem {
    public BatchRecalled() {
        super(409, "batch-recalled", "The batch was recalled.");
    }
}
