package polyclinic.prescription.drafting;

import polyclinic.commons.problem.Problem;

/** 422 {@code appointment-not-open}: the appointment or encounter is over, was cancelled or the patient did not come. */
public final class AppointmentNotOpen extends Problem {
    public AppointmentNotOpen() {
        super(422, "appointment-not-open", "A prescription needs an appointment or encounter that is open.");
    }
}
