package polyclinic.commons.access;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-patient}: there is none with this id, or the caller may not know that there is. */
public final class UnknownPatient extends Problem {
    public UnknownPatient() {
        super(422, "unknown-patient", "There is no such patient.");
    }
}
