package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** The patient has another appointment then, with whichever doctor. */
final class PatientBusy extends Problem {
    PatientBusy() {
        super(409, "patient-busy", "The patient has another appointment at that time.");
    }
}
