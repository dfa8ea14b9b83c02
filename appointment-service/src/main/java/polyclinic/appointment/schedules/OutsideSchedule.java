package polyclinic.appointment.schedules;

import polyclinic.commons.problem.Problem;

/** The doctor does not see patients then. */
final class OutsideSchedule extends Problem {
    OutsideSchedule() {
        super(422, "outside-schedule", "The doctor does not see patients at that time.");
    }
}
