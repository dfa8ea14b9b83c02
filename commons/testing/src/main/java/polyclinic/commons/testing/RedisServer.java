package polyclinic.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.Redis;

/** A real Redis of the test's own. */
public class RedisServer implements QuarkusTestResourceLifecycleManager {
    private static Redis current;

    @Override
    public Map<String, String> start() {
        current = Redis.start(Folders.fresh("redis"), Probe.freePort());
        return Map.of("POLYCLINIC_REDIS_URL", current.url());
    }

    @Override
    public void stop() {
        current.stop();
    }

    public static Redis current() {
        return current;
    }
}
