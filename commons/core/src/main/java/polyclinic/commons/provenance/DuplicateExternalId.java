package polyclinic.commons.provenance;

import polyclinic.commons.problem.Problem;

/** 409 {@code duplicate-external-id}: what comes from elsewhere is stored once. */
public final class DuplicateExternalId extends Problem {
    public DuplicateExternalId() {
        super(409, "duplicate-external-id", "A record with this source and id is stored already.");
    }
}
