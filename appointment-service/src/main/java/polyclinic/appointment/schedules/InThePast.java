package polyclinic.appointment.schedules;

import polyclinic.commons.problem.Problem;

/** An appointment cannot begin before now. */
final class InThePast extends Problem {
    InThePast() {
        super(422, "in-the-past", "An appointment must begin in the future.");
    }
}
