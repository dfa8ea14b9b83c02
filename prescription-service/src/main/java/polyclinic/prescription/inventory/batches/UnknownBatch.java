package polyclinic.prescription.inventory.batches;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-batch}: the item has no such batch. */
public final class UnknownBatch extends Problem {
    public UnknownBatch() {
        super(422, "unknown-batch", "The item has no such batch.");
    }
}
