package polyclinic.commons.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of an action that needs nothing: {@code {}}. */
@JsonSerialize
public record EmptyBody() {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EmptyBody of(ObjectNode body) {
        if (!body.isEmpty()) throw new IllegalArgumentException("takes no fields");
        return new EmptyBody();
    }
}
