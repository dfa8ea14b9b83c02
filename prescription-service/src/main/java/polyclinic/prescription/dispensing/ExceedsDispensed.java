package polyclinic.prescription.dispensing;

import java.math.BigDecimal;
import polyclinic.commons.problem.Problem;

/** 409 {@code exceeds-dispensed}: less was dispensed, or has come back before. */
final class ExceedsDispensed extends Problem {
    ExceedsDispensed(BigDecimal returnable) {
        super(409, "exceeds-dispensed", "More cannot come back than was dispensed and has not come back.");
        with("returnable", returnable.toPlainString());
    }
}
