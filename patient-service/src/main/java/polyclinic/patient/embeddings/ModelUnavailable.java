package polyclinic.patient.embeddings;

import polyclinic.commons.problem.Problem;

/** The model does not answer, or has too much to do. */
final class ModelUnavailable extends Problem {
    private static final long serialVersionUID = 1;

    ModelUnavailable() {
        super(503, "unavailable", "The model that makes embeddings of words does not answer; try again.");
    }
}
