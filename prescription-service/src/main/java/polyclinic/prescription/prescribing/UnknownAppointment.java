package polyclinic.prescription.prescribing;

import polyclinic.commons.problem.Problem;

/** 422: there is none, or, which must look the same, it is another doctor's. */
final class UnknownAppointment extends Problem {
    UnknownAppointment() {
        super(422, "unknown-appointment", "You have no such appointment.");
    }
}
