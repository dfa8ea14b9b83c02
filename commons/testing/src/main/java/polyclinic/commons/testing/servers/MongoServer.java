package polyclinic.commons.testing.servers;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.SharedServers;

/** A MongoDB-compatible server without databases. */
public class MongoServer extends TestServer<Mongo> {
    private static final List<String> SYSTEM_DATABASES = List.of("admin", "config", "local");
    private static @Nullable Mongo current;

    public MongoServer() {
        super(SharedServers::mongo);
    }

    /** The running server, to kill and restart it. */
    public static Mongo current() {
        return Objects.requireNonNull(current, "MongoDB was not started");
    }

    @Override
    Mongo own() {
        return Mongo.at(RunServers.freshFolder("mongo"), Probe.freePort());
    }

    @Override
    void prepare(Mongo server) {
        current = server;
        try (MongoClient client = MongoClients.create(server.url())) {
            for (String database : client.listDatabaseNames().into(new ArrayList<>()))
                if (!SYSTEM_DATABASES.contains(database))
                    client.getDatabase(database).drop();
        }
    }

    @Override
    Map<String, String> configuration(Mongo server) {
        return Map.of(
                "POLYCLINIC_MONGO_URL",
                server.url(),
                // On loopback a server that is away is so at once; the tests that kill it wait for this.
                "quarkus.mongodb.server-selection-timeout",
                "2S");
    }
}
