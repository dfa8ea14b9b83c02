package polyclinic.prescription.prescriptions;

import java.math.BigDecimal;
import java.util.UUID;
import polyclinic.commons.problem.Problem;

/** 409 {@code exceeds-prescribed}: more would be dispensed than the item still allows. */
public final class ExceedsPrescribed extends Problem {
    public ExceedsPrescribed(UUID itemId, BigDecimal remaining) {
        super(409, "exceeds-prescribed", "More than what is prescribed and not dispensed yet.");
        with("itemId", itemId);
        with("remaining", remaining.toPlainString());
    }
}
