package polyclinic.notes.people;

import polyclinic.commons.problem.Problem;

/** There is no such patient, or the caller may not know that there is. */
public final class UnknownPatient extends Problem {
    public UnknownPatient() {
        super(422, "unknown-patient", "There is no such patient.");
    }
}
