package polyclinic.patient.allergies;

import polyclinic.commons.problem.Problem;

/** The list of allergies says what a new entry of it would contradict or repeat. */
final class AllergyListConflict extends Problem {
    private AllergyListConflict(String slug, String detail) {
        super(409, slug, detail);
    }

    /** An allergy is on the list, so nobody can state that none is known. */
    static AllergyListConflict allergiesRecorded() {
        return new AllergyListConflict(
                "allergies-recorded",
                "Allergies of this patient are recorded; delete those that were entered in error before stating that none is known.");
    }

    /** The statement is on the list already. */
    static AllergyListConflict noneStated() {
        return new AllergyListConflict(
                "no-known-allergies-recorded",
                "It is recorded already that no allergies are known; change its recordedAt when the patient was asked again.");
    }
}
