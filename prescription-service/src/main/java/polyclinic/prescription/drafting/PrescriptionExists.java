package polyclinic.prescription.drafting;

import polyclinic.commons.problem.Problem;

/** 409 {@code prescription-exists}: an appointment or encounter has one prescription until that is cancelled. */
final class PrescriptionExists extends Problem {
    PrescriptionExists() {
        super(409, "prescription-exists", "This appointment has a prescription; change or cancel that one.");
    }
}
