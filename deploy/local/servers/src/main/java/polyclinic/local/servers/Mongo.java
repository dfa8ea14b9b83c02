package polyclinic.local.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerFailed;

/** A `mongod` from the PATH, else the stand-in that speaks MongoDB's protocol (no transactions, no TTL expiry; see the README). */
public final class Mongo extends JavaServer {
    private static final String STAND_IN = "polyclinic.local.mongo.MongoStandIn";
    private static final String[] CLASSES = {
        "polyclinic.local.mongo.MongoUsers",
        "polyclinic.local.mongo.PemFile",
        STAND_IN,
        STAND_IN + "$Database",
        "polyclinic.local.mongo.UniqueIndex",
        "polyclinic.local.mongo.LookupIndex",
        "polyclinic.local.mongo.LookupPositions",
        "polyclinic.local.mongo.LookupPositions$Positions",
        "polyclinic.local.mongo.StandInCollection",
        "polyclinic.local.mongo.DocumentType",
        "polyclinic.local.mongo.CountPipeline",
        "polyclinic.local.mongo.NumberRange",
        "polyclinic.local.mongo.QueryAlternatives",
        "polyclinic.local.mongo.QueryConditions",
        "polyclinic.local.mongo.KeyText"
    };
    private static final String USERS = "polyclinic.local.mongo.MongoUsers";
    private static final String ADMINISTRATOR = "admin";

    private Map<String, String> databases = Map.of();
    private boolean usersMade;

    private Mongo(Path dir, int port) {
        super("mongo", dir, port);
    }

    /** Not started yet. */
    public static Mongo at(Path dir, int port) {
        return new Mongo(dir, port);
    }

    public static Mongo start(Path dir, int port) {
        Mongo mongo = at(dir, port);
        mongo.start();
        return mongo;
    }

    /**
     * Asks everybody who they are, if it is a real MongoDB: the stand-in knows no users. To be called before the start.
     *
     * @param users each with the database that the user may read and write
     */
    public Mongo secured(Map<String, String> users) {
        databases = new TreeMap<>(users);
        return this;
    }

    /** As {@link #url}, for a user of {@link #secured} or its administrator. */
    public String url(String user) {
        return isStandIn() || databases.isEmpty()
                ? url()
                : url().replace("//", "//" + user + ":" + secrets().get(user) + "@") + "&authSource=admin";
    }

    /** As {@link #url}, for the user who may do everything. */
    public String administratorUrl() {
        return url(ADMINISTRATOR);
    }

    /** Ends with options; a database name goes before the question mark. */
    public String url() {
        return "mongodb://127.0.0.1:" + port() + "/?retryWrites=false" + (certificate() == null ? "" : "&tls=true");
    }

    /** The stand-in runs, not a real MongoDB. */
    public boolean isStandIn() {
        return mongod() == null;
    }

    /** The stand-in makes its look-ups first, which of a million documents takes minutes beside other servers that start. */
    @Override
    protected Duration startTimeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    protected Launch prepare() throws IOException {
        String mongod = mongod();
        ServerCertificate certificate = certificate();
        Path data = dir().resolve(mongod == null ? "stand-in" : "mongod");
        Files.createDirectories(data);
        List<String> command = mongod == null
                // Look-ups live in the heap (2.5 GB of them with a million audit entries), and so does all that a query
                // reads which no index narrows. When it is full, collections take longer than services wait.
                ? java(
                        6144,
                        List.of(
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-Dorg.slf4j.simpleLogger.showDateTime=true"),
                        ServerClasspath.of("mongo", CLASSES),
                        STAND_IN,
                        data.resolve("data.mv").toString(),
                        Integer.toString(port()),
                        certificate == null ? "" : certificate.bundle().toString())
                : new ArrayList<>(List.of(
                        mongod,
                        "--dbpath",
                        data.toString(),
                        "--bind_ip",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port()),
                        "--wiredTigerCacheSizeGB",
                        "0.25"));
        if (mongod != null && !databases.isEmpty()) {
            command.add("--auth");
        }
        if (mongod != null && certificate != null) {
            command.addAll(List.of(
                    "--tlsMode",
                    "requireTLS",
                    "--tlsCertificateKeyFile",
                    certificate.bundle().toString(),
                    "--tlsCAFile",
                    certificate.authority().toString(),
                    "--tlsAllowConnectionsWithoutCertificates"));
        }
        usersMade = mongod == null || databases.isEmpty();
        return new Launch(command, FEW_ARENAS, dir());
    }

    /** Notes, files' data and the audit trail: what listeners write. */
    @Override
    protected boolean inBackground() {
        return true;
    }

    @Override
    protected boolean answers() {
        return Probe.listens(port()) && (usersMade || makeUsers());
    }

    private boolean makeUsers() {
        Path users = dir().resolve("users.csv");
        StringBuilder lines = new StringBuilder(ADMINISTRATOR + "," + secrets().get(ADMINISTRATOR) + ",\n");
        databases.forEach((user, database) -> lines.append(user)
                .append(',')
                .append(secrets().get(user))
                .append(',')
                .append(database)
                .append('\n'));
        Secrets.writePrivately(users, lines.toString());
        List<String> command = new ArrayList<>();
        command.add(Jdk.newest().java().toString());
        command.addAll(Jdk.newest().small(64));
        ServerCertificate certificate = certificate();
        command.addAll(List.of(
                "-cp",
                ServerClasspath.of("mongo", CLASSES),
                USERS,
                Integer.toString(port()),
                users.toString(),
                certificate == null ? "" : certificate.authority().toString()));
        Path output = dir().resolve("users.log");
        try {
            usersMade = new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .waitFor()
                    == 0;
            if (!usersMade) {
                throw new ServerFailed("mongo: cannot make the users:\n" + Files.readString(output));
            }
            return true;
        } catch (IOException e) {
            throw new ServerFailed("mongo: cannot make the users", e);
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }

    private Secrets secrets() {
        return Secrets.in(dir().resolve("secrets.properties"));
    }

    private static @Nullable String mongod() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mongod"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }
}
