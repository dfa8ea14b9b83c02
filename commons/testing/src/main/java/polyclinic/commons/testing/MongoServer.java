package polyclinic.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Probe;

/** A MongoDB-compatible server of the test's own. */
public class MongoServer implements QuarkusTestResourceLifecycleManager {
    private static Mongo current;

    @Override
    public Map<String, String> start() {
        current = Mongo.start(Folders.fresh("mongo"), Probe.freePort());
        return Map.of("POLYCLINIC_MONGO_URL", current.url());
    }

    @Override
    public void stop() {
        current.stop();
    }

    public static Mongo current() {
        return current;
    }
}
