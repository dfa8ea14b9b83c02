package polyclinic.prescription.dispensing.preparation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** The problems that violations of the constraints on dispenses mean. */
@ApplicationScoped
class DispensingConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "prescription_item_dispensed",
                () -> new Problem(409, "exceeds-prescribed", "More than what is prescribed and not dispensed yet."));
    }
}
