package polyclinic.appointment;

import polyclinic.commons.problem.Problem;

/** The thing is not in a state from which this can happen. */
public final class InvalidTransition extends Problem {
    /** @param from status as on the wire */
    public InvalidTransition(String from, String to) {
        super(409, "invalid-transition", "What is " + from + " cannot become " + to + ".");
    }

    public InvalidTransition(String detail) {
        super(409, "invalid-transition", detail);
    }
}
