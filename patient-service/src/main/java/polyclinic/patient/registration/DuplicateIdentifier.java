package polyclinic.patient.registration;

import polyclinic.commons.problem.Problem;

/** A UHID, an e-mail address or an identifier belongs to one patient only. */
final class DuplicateIdentifier extends Problem {
    DuplicateIdentifier(String field) {
        super(409, "duplicate-identifier", "Another patient has this " + field + ".");
        with("field", field);
    }
}
