package polyclinic.recovery.mongo;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.manifest.PointManifest.MongoPoint;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.AuthorityFile;

/** The MongoDB server that holds the suite's documents. */
public final class MongoDeployment implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Writes are held meanwhile. */
    private static final Duration MARK_TIMEOUT = Duration.ofSeconds(3);

    /** Of one batch of documents. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private static final Set<String> SYSTEM = Set.of("admin", "config", "local", MongoDeployment.MARKERS);
    /** The database of the markers, which is no part of a dump. */
    private static final String MARKERS = "recovery";

    private final MongoClient client;

    private MongoDeployment(String url, AuthorityFile authority) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(url))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout((int) READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSslSettings(tls -> {
                    if (authority.isGiven()) {
                        tls.context(authority.context());
                    }
                })
                .build());
    }

    /** Returns a server whose certificate, if it has one, the JDK's authorities judge. */
    public static MongoDeployment at(String url) {
        return new MongoDeployment(url, AuthorityFile.of(Map.of(), ""));
    }

    /** Returns the server that the environment names. */
    public static MongoDeployment of(Map<String, String> environment) {
        String url = environment.getOrDefault(
                "POLYCLINIC_RECOVERY_MONGO_URL", environment.getOrDefault("POLYCLINIC_MONGO_URL", ""));
        if (url.isEmpty()) {
            throw new RecoveryFailed("POLYCLINIC_MONGO_URL must be set");
        }
        return new MongoDeployment(url, AuthorityFile.of(environment, "POLYCLINIC_MONGO_CA"));
    }

    /** Connects, which takes time that is not to be that of the hold. Returns the names of all databases with documents of ours. */
    public List<String> databases() {
        try {
            Set<String> names = new TreeSet<>();
            client.listDatabaseNames().forEach(names::add);
            names.removeAll(SYSTEM);
            return List.copyOf(names);
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB does not answer", e);
        }
    }

    /** Returns the names of a database's collections, in order. */
    List<String> collections(String database) {
        Set<String> names = new TreeSet<>();
        database(database).listCollectionNames().forEach(names::add);
        names.removeIf(name -> name.startsWith("system."));
        return List.copyOf(names);
    }

    MongoDatabase database(String name) {
        return client.getDatabase(name);
    }

    /** Returns a session whose reads all see one moment, or null where the server keeps no history. */
    @Nullable
    ClientSession snapshot() {
        return isReplicated()
                ? client.startSession(
                        ClientSessionOptions.builder().snapshot(true).build())
                : null;
    }

    boolean isReplicated() {
        return client.getClusterDescription().getType() == ClusterType.REPLICA_SET;
    }

    /** Writes a marker that a majority of the servers have, and returns it with the time of the cluster. */
    public MongoPoint mark(String id) {
        try {
            Document marker = new Document("_id", id);
            if (!isReplicated()) {
                client.getDatabase(MARKERS).getCollection("points").insertOne(marker);
                return new MongoPoint(id, 0);
            }
            try (ClientSession session = client.startSession()) {
                client.getDatabase(MARKERS)
                        .getCollection("points")
                        .withWriteConcern(
                                WriteConcern.MAJORITY.withWTimeout(MARK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                        .insertOne(session, marker);
                return new MongoPoint(id, session.getOperationTime().getTime());
            }
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB could not be marked", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
