package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.Redis;

/** A real Redis of the test's own. */
public class RedisServer implements QuarkusTestResourceLifecycleManager {
    private static @Nullable Redis current;

    @Override
    public Map<String, String> start() {
        Redis started = Redis.start(Folders.fresh("redis"), Probe.freePort());
        current = started;
        return Map.of("POLYCLINIC_REDIS_URL", started.url());
    }

    @Override
    public void stop() {
        current().stop();
    }

    public static Redis current() {
        return Objects.requireNonNull(current, "not started");
    }
}
