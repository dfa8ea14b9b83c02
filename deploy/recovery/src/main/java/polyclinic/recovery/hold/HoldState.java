package polyclinic.recovery.hold;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one process says about its hold.
 *
 * @param underWay requests that change something and have no answer yet
 * @param pending the first thing that it has still to do, if any
 * @param behind how long ago it was that all had been done which may follow a point, of processes that have such work
 */
record HoldState(boolean held, long underWay, Optional<String> pending, Optional<Duration> behind) {
    static HoldState of(JsonNode body) {
        Optional<String> pending = body.path("pending").properties().stream()
                .filter(entry -> entry.getValue().asLong() > 0)
                .map(entry -> entry.getValue().asLong() + " of " + entry.getKey())
                .findFirst();
        Optional<Duration> behind = body.path("behindMillis").properties().stream()
                .map(entry -> Duration.ofMillis(entry.getValue().asLong()))
                .max(Comparator.naturalOrder());
        return new HoldState(
                body.path("held").asBoolean(), body.path("underWay").asLong(), pending, behind);
    }

    boolean isQuiet() {
        return held && underWay == 0 && pending.isEmpty();
    }
}
