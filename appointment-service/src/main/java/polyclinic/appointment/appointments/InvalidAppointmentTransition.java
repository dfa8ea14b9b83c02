package polyclinic.appointment.appointments;

import polyclinic.commons.problem.Problem;

/** The appointment is not in a state from which this can happen. */
final class InvalidAppointmentTransition extends Problem {
    InvalidAppointmentTransition(AppointmentStatus from, AppointmentStatus to) {
        this("What is " + from.wire() + " cannot become " + to.wire() + ".");
    }

    InvalidAppointmentTransition(String detail) {
        super(409, "invalid-transition", detail);
    }
}
