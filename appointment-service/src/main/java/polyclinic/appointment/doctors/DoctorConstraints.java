package polyclinic.appointment.doctors;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.DuplicateExternalId;

/** The problems that violations of the constraints on doctors mean. */
@ApplicationScoped
class DoctorConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "doctor_license_number_once", () -> duplicate("licenseNumber"),
                "doctor_email_once", () -> duplicate("email"),
                "doctor_subject_once", () -> duplicate("subject"),
                "doctor_external_id_once", DuplicateExternalId::new);
    }

    private static Problem duplicate(String field) {
        return new Problem(409, "duplicate-doctor", "Another doctor is registered with this " + field + ".")
                .with("field", field);
    }
}
