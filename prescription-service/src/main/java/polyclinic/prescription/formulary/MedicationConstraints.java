package polyclinic.prescription.formulary;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** The problems that violations of the constraints on medicines mean. */
@ApplicationScoped
class MedicationConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "medication_identity_once",
                () -> new Problem(
                        409, "duplicate-medication", "The formulary has a medicine of this name, form and strength."));
    }
}
