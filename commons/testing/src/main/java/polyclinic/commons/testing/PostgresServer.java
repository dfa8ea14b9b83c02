package polyclinic.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.Probe;

/** A real PostgreSQL of the test's own; argument {@code database} names the service's database and role. */
public class PostgresServer implements QuarkusTestResourceLifecycleManager {
    private static Postgres current;
    private String database;

    @Override
    public void init(Map<String, String> args) {
        database = args.get("database");
    }

    @Override
    public Map<String, String> start() {
        current = Postgres.start(Folders.fresh("postgres"), Probe.freePort(), List.of(database));
        return Map.of(
                "POLYCLINIC_POSTGRES", current.address(),
                "POLYCLINIC_POSTGRES_PASSWORD", current.password(database));
    }

    @Override
    public void stop() {
        current.stop();
    }

    /** The running server, to kill and restart it. */
    public static Postgres current() {
        return current;
    }
}
