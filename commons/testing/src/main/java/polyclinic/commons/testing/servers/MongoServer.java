package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Probe;

/** A MongoDB-compatible server of the test's own. */
public class MongoServer implements QuarkusTestResourceLifecycleManager {
    private static @Nullable Mongo current;

    @Override
    public Map<String, String> start() {
        Mongo started = Mongo.start(Folders.fresh("mongo"), Probe.freePort());
        current = started;
        return Map.of("POLYCLINIC_MONGO_URL", started.url());
    }

    @Override
    public void stop() {
        current().stop();
    }

    public static Mongo current() {
        return Objects.requireNonNull(current, "not started");
    }
}
