package polyclinic.notes.content;

import java.util.List;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-reference}: what is said to replace a record is none of this patient's, or was entered in error itself. */
final class UnknownReplacement extends Problem {
    public UnknownReplacement() {
        super(422, "unknown-reference", "What replacedBy names does not exist, or is not this patient's.");
        with("violations", List.of(new Violation("replacedBy", "must name another record of this patient's")));
    }
}
