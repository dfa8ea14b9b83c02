package polyclinic.appointment.checkin;

import polyclinic.commons.problem.Problem;

/** Check-in has not opened yet. */
final class TooEarly extends Problem {
    TooEarly() {
        super(409, "too-early", "Check-in for this appointment is not open yet.");
    }
}
