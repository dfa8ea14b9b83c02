package polyclinic.patient.details;

import polyclinic.commons.problem.Problem;

/** A UHID, an e-mail address or an identifier belongs to one patient only. */
public final class DuplicateIdentifier extends Problem {
    public DuplicateIdentifier(String field) {
        super(409, "duplicate-identifier", "Another patient has this " + field + ".");
        with("field", field);
    }
}
