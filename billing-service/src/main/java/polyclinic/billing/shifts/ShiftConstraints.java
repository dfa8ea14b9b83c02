package polyclinic.billing.shifts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** Translates violated database constraints into problems. */
@ApplicationScoped
class ShiftConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "shift_one_open_a_cashier",
                () -> new Problem(409, "shift-open", "You have an open shift; close that one first."));
    }
}
