package polyclinic.prescription.laboratory.requests;

import java.util.List;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-reference}: what a field names does not exist, or is not this patient's. */
final class UnknownReference extends Problem {
    UnknownReference(String field) {
        super(422, "unknown-reference", "What " + field + " names does not exist, or is not this patient's.");
        with("violations", List.of(new Violation(field, "must name something of this patient's")));
    }
}
