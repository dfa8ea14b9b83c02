package polyclinic.audit.proofs;

import polyclinic.commons.problem.Problem;

/** 409: the stored evidence contradicts itself. */
class EntryNotProvable extends Problem {
    EntryNotProvable() {
        super(409, "not-provable", "What is stored does not prove this entry. Verify the trail.");
    }
}
