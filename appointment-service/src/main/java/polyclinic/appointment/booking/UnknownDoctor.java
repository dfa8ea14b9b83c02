package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** Nobody has this id. */
public final class UnknownDoctor extends Problem {
    public UnknownDoctor() {
        super(422, "unknown-doctor", "There is no such doctor.");
    }
}
