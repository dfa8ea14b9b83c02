package polyclinic.recovery.hold;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one process says about its hold.
 *
 * @param underWay requests that change something and have no answer yet
 * @param pending the first thing that it has still to do, if any
 */
record HoldState(boolean held, long underWay, Optional<String> pending) {
    static HoldState of(JsonNode body) {
        Optional<String> pending = body.path("pending").properties().stream()
                .filter(entry -> entry.getValue().asLong() > 0)
                .map(entry -> entry.getValue().asLong() + " of " + entry.getKey())
                .findFirst();
        return new HoldState(
                body.path("held").asBoolean(), body.path("underWay").asLong(), pending);
    }

    boolean isQuiet() {
        return held && underWay == 0 && pending.isEmpty();
    }
}
