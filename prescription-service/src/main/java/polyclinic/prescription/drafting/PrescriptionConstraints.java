package polyclinic.prescription.drafting;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** Translates violated database constraints into problems. */
@ApplicationScoped
class PrescriptionConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "prescription_one_per_appointment", PrescriptionExists::new,
                "prescription_one_per_encounter", PrescriptionExists::new);
    }
}
