package polyclinic.gateway.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSubscriber;

/**
 * Those of the staff who have streams at this gateway. Each is counted once, whatever streams, devices and gateways they have; who
 * closes the last one is gone when their time is over, so that a page that is loaded again is no departure.
 */
@Singleton
public class StaffPresence {

    private record Present(int streams, JsonObject person) {
        Present with(int more) {
            return new Present(streams + more, person);
        }
    }

    private final Vertx vertx;
    private final FeedGate gate;
    private final PresenceStore store;
    private final PresenceConfig config;
    private final Map<String, Present> here = new ConcurrentHashMap<>();
    private volatile long timer;

    StaffPresence(Vertx vertx, FeedGate gate, PresenceStore store, PresenceConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.gate = gate;
        this.store = store;
        this.config = config;
        metrics.gaugeMapSize("polyclinic.presence.people", Tags.empty(), here);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) timer = vertx.setPeriodic(config.heartbeat().toMillis(), due -> beat());
    }

    /** Else it would beat on into a connection that is closed. */
    void stop(@Observes ShutdownEvent event) {
        if (config.enabled()) vertx.cancelTimer(timer);
    }

    /** A stream of theirs has been opened; {@link #leave} is to be called when it is closed. */
    public void enter(FeedSubscriber who) {
        if (!counts(who)) return;
        Present present =
                here.merge(who.caller().subject(), new Present(1, person(who)), (before, one) -> before.with(1));
        // While Redis is away it is told with the next beat.
        if (present.streams() == 1) store.beat(Map.of(who.caller().subject(), present.person()));
    }

    public void leave(FeedSubscriber who) {
        if (!counts(who)) return;
        here.computeIfPresent(
                who.caller().subject(), (same, present) -> present.streams() == 1 ? null : present.with(-1));
    }

    private boolean counts(FeedSubscriber who) {
        return config.enabled() && !gate.staffRoles(who.caller()).isEmpty();
    }

    /** Also where nobody is here: those of a gateway that was killed are missed by the others. */
    private void beat() {
        Map<String, JsonObject> people = new HashMap<>();
        here.forEach((subject, present) -> people.put(subject, present.person()));
        store.beat(people);
    }

    private JsonObject person(FeedSubscriber who) {
        JsonObject person = new JsonObject()
                .put("subject", who.caller().subject())
                .put("roles", new JsonArray(gate.staffRoles(who.caller())))
                .put("since", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        if (who.caller().name() != null) person.put("name", who.caller().name());
        if (who.doctorId() != null) person.put("doctorId", who.doctorId());
        return person;
    }
}
