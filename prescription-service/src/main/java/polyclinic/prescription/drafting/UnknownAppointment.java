package polyclinic.prescription.drafting;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-appointment}: no appointment has this id, or it is another doctor's. */
final class UnknownAppointment extends Problem {
    UnknownAppointment() {
        super(422, "unknown-appointment", "You have no such appointment.");
    }
}
