package polyclinic.prescription.prescribing;

import polyclinic.commons.problem.Problem;

/** 422: it is over, was cancelled or the patient did not come. */
final class AppointmentNotOpen extends Problem {
    AppointmentNotOpen() {
        super(422, "appointment-not-open", "One prescribes in an appointment that is open.");
    }
}
