package polyclinic.prescription.projections.patients;

import java.util.List;

/**
 * What a patient's record says about allergies. Nothing at all says that nobody asked, or that nobody wrote it down.
 *
 * @param allergies the active ones
 * @param noneKnown whether somebody stated that no allergies are known; what is recorded beside it counts all the same
 * @param isCurrent whether patient-service itself told them; those from events may lack the newest
 */
public record AllergyList(List<KnownAllergy> allergies, boolean noneKnown, boolean isCurrent) {
    public AllergyList {
        allergies = List.copyOf(allergies);
    }
}
