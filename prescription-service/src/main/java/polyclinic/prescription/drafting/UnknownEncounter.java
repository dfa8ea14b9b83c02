package polyclinic.prescription.drafting;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-encounter}: there is none with this id, or it is another doctor's. */
final class UnknownEncounter extends Problem {
    UnknownEncounter() {
        super(422, "unknown-encounter", "You have no such encounter.");
    }
}
