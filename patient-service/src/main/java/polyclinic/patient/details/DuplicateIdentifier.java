package polyclinic.patient.details;

import polyclinic.commons.problem.Problem;

/**
 * A UHID or an identifier belongs to one patient only; so does an e-mail address, unless somebody confirms that distinct people share
 * it.
 */
public final class DuplicateIdentifier extends Problem {
    public DuplicateIdentifier(String field) {
        this(field, "Another patient has this " + field + ".");
    }

    private DuplicateIdentifier(String field, String detail) {
        super(409, "duplicate-identifier", detail);
        with("field", field);
    }

    public static DuplicateIdentifier email() {
        return new DuplicateIdentifier(
                "email",
                "Another patient has this e-mail address; send confirmDistinct=true where distinct people share it.");
    }
}
