package polyclinic.prescription.safety;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;

/**
 * 409 {@code allergy-conflict}: the patient is allergic to what is prescribed; the doctor may override with a reason. It shows the
 * allergies, so it is a read of them.
 */
public final class AllergyConflict extends Problem {
    public AllergyConflict(UUID prescriptionId, UUID patientId, List<Conflict> conflicts) {
        super(409, "allergy-conflict", "A medication conflicts with an allergy; change it or give an overrideReason.");
        with(
                "conflicts",
                conflicts.stream()
                        .map(conflict -> new PatientConflict(patientId, conflict))
                        .toList());
        about("prescription", prescriptionId, patientId);
    }

    private record PatientConflict(
            @JsonIgnore UUID patientId, @JsonUnwrapped Conflict conflict) implements PatientData {}
}
