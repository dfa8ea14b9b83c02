package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.Probe;

/** A real PostgreSQL of the test's own; argument {@code database} names the service's database and role. */
public class PostgresServer implements QuarkusTestResourceLifecycleManager {
    private static @Nullable Postgres current;
    private String database = "";

    @Override
    public void init(Map<String, String> args) {
        database = args.getOrDefault("database", "");
    }

    @Override
    public Map<String, String> start() {
        Postgres started = Postgres.start(Folders.fresh("postgres"), Probe.freePort(), List.of(database));
        current = started;
        return Map.of(
                "POLYCLINIC_POSTGRES", started.address(),
                "POLYCLINIC_POSTGRES_PASSWORD", started.password(database));
    }

    @Override
    public void stop() {
        current().stop();
    }

    /** The running server, to kill and restart it. */
    public static Postgres current() {
        return Objects.requireNonNull(current, "not started");
    }
}
