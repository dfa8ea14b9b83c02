package polyclinic.prescription.safety;

import java.util.List;
import polyclinic.commons.problem.Problem;

/** 409 {@code allergy-conflict}: the patient is allergic to what is prescribed; the doctor may override with a reason. */
public final class AllergyConflict extends Problem {
    public AllergyConflict(List<Conflict> conflicts) {
        super(409, "allergy-conflict", "A medication conflicts with an allergy; change it or give an overrideReason.");
        with("conflicts", conflicts);
    }
}
