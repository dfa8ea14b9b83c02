package polyclinic.prescription.prescribing;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

@ApplicationScoped
class PrescriptionConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of("prescription_one_per_appointment", PrescriptionExists::new);
    }
}
