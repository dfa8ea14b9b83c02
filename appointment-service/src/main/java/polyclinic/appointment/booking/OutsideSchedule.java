package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** The doctor does not see patients then. */
public final class OutsideSchedule extends Problem {
    public OutsideSchedule() {
        super(422, "outside-schedule", "The doctor does not see patients at that time.");
    }
}
