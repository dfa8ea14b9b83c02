package polyclinic.prescription.dispensing.preparation;

import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** 422 {@code unit-mismatch}: a quantity of one unit says nothing of another. */
final class UnitMismatch extends Problem {
    /**
     * @param prescribed null when the prescription states none and several are in stock
     * @param stocked the unit of what is in stock
     */
    UnitMismatch(int index, @Nullable String prescribed, String stocked) {
        super(
                422,
                "unit-mismatch",
                prescribed == null
                        ? "The medicine is in stock in several units; name the batch."
                        : "The stock is counted in another unit than the prescription.");
        with("field", "items[%d].quantity".formatted(index));
        if (prescribed != null) with("prescribedUnit", prescribed);
        with("stockUnit", stocked);
    }
}
