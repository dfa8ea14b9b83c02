package polyclinic.asset.catalogue;

import polyclinic.commons.problem.Problem;

/** 422: there is no such patient, or none that the caller may know of. */
final class UnknownPatient extends Problem {
    UnknownPatient() {
        super(422, "unknown-patient", "There is no such patient.");
    }
}
