package polyclinic.notes.people;

import polyclinic.commons.problem.Problem;

/** The service that has the fact does not answer, so that nobody can say yes or no. */
final class OwnerAway extends Problem {
    OwnerAway(String service) {
        super(503, "unavailable", service + " is away; try again.");
    }
}
