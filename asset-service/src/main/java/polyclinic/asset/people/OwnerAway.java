package polyclinic.asset.people;

import polyclinic.commons.problem.Problem;

/** 503: the service that knows cannot be asked. */
final class OwnerAway extends Problem {
    OwnerAway() {
        super(503, "unavailable", "The service that owns the patient's data cannot be asked; try again.");
    }
}
