package polyclinic.billing.drafting;

import polyclinic.commons.problem.Problem;

/** 409 {@code draft-exists}: an encounter has one draft in a currency until that is issued or void. */
final class DraftExists extends Problem {
    DraftExists() {
        super(409, "draft-exists", "This encounter has a draft; change or issue that one.");
    }
}
