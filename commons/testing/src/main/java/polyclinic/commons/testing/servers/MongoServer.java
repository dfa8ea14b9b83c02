package polyclinic.commons.testing.servers;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.SharedServers;

/**
 * A MongoDB-compatible server without databases: one of the tests' own, or with {@value #GIVEN} any other, of whose databases
 * only the tests' are dropped.
 */
public class MongoServer extends TestServer<Mongo> {
    /** Names the address of a server that runs already: all MongoDB-backed tests use it. */
    public static final String GIVEN = "POLYCLINIC_TEST_MONGO_URL";

    private static final Set<String> DATABASES_OF_TESTS = Set.of("notes", "asset", "audit", "contract", "leases");
    private static final List<String> SYSTEM_DATABASES = List.of("admin", "config", "local");
    private static @Nullable Mongo current;

    public MongoServer() {
        super(SharedServers::mongo);
    }

    /** The address of a server that runs already. */
    public static Optional<String> givenUrl() {
        return Optional.ofNullable(System.getenv(GIVEN)).filter(url -> !url.isBlank());
    }

    /** Passes over a test that stops the server: one that was given is not the tests' to stop. */
    public static void assumeOwn() {
        Assumptions.assumeTrue(givenUrl().isEmpty(), "this MongoDB is not the tests' own");
    }

    @Override
    Map<String, String> given() {
        return givenUrl().map(MongoServer::emptied).orElse(Map.of());
    }

    /** With the driver's own limits, and the services' for an election: the server may be a replica set that steps down. */
    private static Map<String, String> emptied(String url) {
        try (MongoClient client = MongoClients.create(url)) {
            for (String database : DATABASES_OF_TESTS)
                client.getDatabase(database).drop();
            MongoDatabase admin = client.getDatabase("admin");
            Document hello = admin.runCommand(new Document("hello", 1));
            Log.infof(
                    "tests use MongoDB %s of %s, replica set %s",
                    admin.runCommand(new Document("buildInfo", 1)).getString("version"), GIVEN, hello.get("setName"));
        }
        return Map.of("POLYCLINIC_MONGO_URL", url);
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
                // Tests that kill the server wait for this; a machine that stalls for a moment must not look like that.
                "quarkus.mongodb.server-selection-timeout",
                "5S");
    }
}
