package polyclinic.appointment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of an action that needs nothing: {@code {}}. */
@JsonSerialize
public record Nothing() {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Nothing of(ObjectNode body) {
        if (!body.isEmpty()) throw new IllegalArgumentException("takes no fields");
        return new Nothing();
    }
}
