package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** Nobody can come to an appointment that is over. */
public final class InThePast extends Problem {
    public InThePast() {
        super(422, "in-the-past", "An appointment must begin in the future.");
    }
}
