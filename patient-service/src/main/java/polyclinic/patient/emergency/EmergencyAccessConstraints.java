package polyclinic.patient.emergency;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

@ApplicationScoped
class EmergencyAccessConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "emergency_access_reviewed_once", EmergencyAccess.AlreadyReviewed::new,
                "emergency_access_reviewed_by_another", EmergencyAccess.OwnAccess::new);
    }
}
