package polyclinic.commons.access;

import polyclinic.commons.problem.Problem;

/** 503 {@code unavailable}: only the service that owns the fact could say, and it does not answer. */
public final class OwnerUnavailable extends Problem {
    OwnerUnavailable(String owner) {
        super(503, "unavailable", owner + " does not answer; try again.");
    }
}
