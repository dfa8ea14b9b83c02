package polyclinic.patient.patients;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.DuplicateExternalId;
import polyclinic.patient.details.DuplicateIdentifier;

@ApplicationScoped
class PatientConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "patient_uhid_unique",
                () -> new DuplicateIdentifier("uhid"),
                "patient_email_unique",
                DuplicateIdentifier::email,
                "patient_identifier_unique",
                () -> new DuplicateIdentifier("identifiers"),
                "patient_external_id_once",
                DuplicateExternalId::new);
    }
}
