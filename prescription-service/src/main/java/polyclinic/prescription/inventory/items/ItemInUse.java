package polyclinic.prescription.inventory.items;

import polyclinic.commons.problem.Problem;

/** 409 {@code item-in-use}: what its batches are counted in, and which medicine they are, stays. */
final class ItemInUse extends Problem {
    ItemInUse(String field) {
        super(409, "item-in-use", "The item has batches; register another item for what differs.");
        with("field", field);
    }
}
