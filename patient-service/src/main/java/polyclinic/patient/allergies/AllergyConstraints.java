package polyclinic.patient.allergies;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

@ApplicationScoped
class AllergyConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "allergy_statement_stands_alone", AllergyListConflict::allergiesRecorded,
                "allergy_statement_once", AllergyListConflict::noneStated);
    }
}
