package polyclinic.prescription.drafting;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-encounter}: no encounter has this id, or it is another doctor's. */
final class UnknownEncounter extends Problem {
    UnknownEncounter() {
        super(422, "unknown-encounter", "You have no such encounter.");
    }
}
