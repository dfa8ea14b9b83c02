package polyclinic.notes.signing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import polyclinic.commons.problem.Problem;

/** Signing takes an empty object. The body is read to its end before it is judged, so that one too large is 413. */
record SignNote() {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SignNote of(ObjectNode body) {
        if (!body.isEmpty()) throw Problem.invalid("body", "must be an empty object");
        return new SignNote();
    }
}
