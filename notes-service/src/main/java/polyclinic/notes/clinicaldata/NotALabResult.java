package polyclinic.notes.clinicaldata;

import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;

import polyclinic.commons.problem.Problem;

final class NotALabResult extends Problem {
    NotALabResult() {
        super(
                403,
                "not-a-lab-result",
                "A laboratory records results of type " + ClinicalData.LAB_RESULT + " only; role " + LAB_TECHNICIAN
                        + " has no other.");
    }
}
