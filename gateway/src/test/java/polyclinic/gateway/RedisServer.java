package polyclinic.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import polyclinic.local.servers.Dist;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.Redis;

/** A real Redis of the test's own. */
public final class RedisServer implements QuarkusTestResourceLifecycleManager {

    private static Redis current;

    static Redis current() {
        return current;
    }

    @Override
    public Map<String, String> start() {
        Path folder = Path.of("target", "servers", "redis").toAbsolutePath();
        Dist.delete(folder);
        current = Redis.start(folder, Probe.freePort());
        return Map.of("POLYCLINIC_REDIS_URL", current.url());
    }

    @Override
    public void stop() {
        current.stop();
    }
}
