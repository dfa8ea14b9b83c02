package polyclinic.prescription.access;

import polyclinic.commons.problem.Problem;

/** 403 {@code forbidden}: a caller who can see a prescription but did not write it may not change it. */
final class NotThePrescriber extends Problem {
    NotThePrescriber() {
        super(403, "forbidden", "Only the doctor who prescribes may do this.");
    }
}
