package polyclinic.commons.testing.servers;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Redis;
import polyclinic.local.servers.SharedServers;

/** Redis without keys. */
public class RedisServer extends TestServer<Redis> {
    private static @Nullable Redis current;

    public RedisServer() {
        super(SharedServers::redis);
    }

    /** The running server, to kill and restart it. */
    public static Redis current() {
        return Objects.requireNonNull(current, "Redis was not started");
    }

    @Override
    Redis own() {
        return Redis.at(RunServers.freshFolder("redis"), Probe.freePort());
    }

    @Override
    void prepare(Redis server) {
        current = server;
        server.clear();
    }

    @Override
    Map<String, String> configuration(Redis server) {
        return Map.of("POLYCLINIC_REDIS_URL", server.url());
    }
}
