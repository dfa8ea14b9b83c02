package polyclinic.prescription.inventory.ledger;

import java.math.BigDecimal;
import polyclinic.commons.problem.Problem;

/** 409 {@code out-of-stock}: there is less than was asked for. */
public final class OutOfStock extends Problem {
    private OutOfStock() {
        super(409, "out-of-stock", "There is not enough in stock.");
    }

    /** Somebody was faster; what is left has to be read again. */
    public static Problem unknownRest() {
        return new OutOfStock();
    }

    /** @param available what is there and may leave, in the item's unit */
    public static Problem of(BigDecimal available) {
        return new OutOfStock().with("available", available.toPlainString());
    }
}
