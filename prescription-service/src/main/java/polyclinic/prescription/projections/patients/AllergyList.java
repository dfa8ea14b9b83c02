package polyclinic.prescription.projections.patients;

import java.util.List;

/**
 * A patient's active allergies.
 *
 * @param isCurrent whether patient-service itself told them; those from events may lack the newest
 */
public record AllergyList(List<KnownAllergy> allergies, boolean isCurrent) {
    public AllergyList {
        allergies = List.copyOf(allergies);
    }
}
