package polyclinic.appointment.patients;

import polyclinic.commons.problem.Problem;

/** Nobody has this id, or the caller may not know that somebody has. */
public final class UnknownPatient extends Problem {
    public UnknownPatient() {
        super(422, "unknown-patient", "There is no such patient.");
    }
}
