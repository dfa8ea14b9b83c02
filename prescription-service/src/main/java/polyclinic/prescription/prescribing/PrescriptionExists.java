package polyclinic.prescription.prescribing;

import polyclinic.commons.problem.Problem;

/** 409: one prescription for an appointment. */
final class PrescriptionExists extends Problem {
    PrescriptionExists() {
        super(409, "prescription-exists", "This appointment has a prescription; change or cancel that one.");
    }
}
