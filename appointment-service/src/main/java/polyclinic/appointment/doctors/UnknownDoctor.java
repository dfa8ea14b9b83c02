package polyclinic.appointment.doctors;

import polyclinic.commons.problem.Problem;

/** No doctor has this id. */
public final class UnknownDoctor extends Problem {
    public UnknownDoctor() {
        super(422, "unknown-doctor", "There is no such doctor.");
    }
}
