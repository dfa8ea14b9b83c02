package polyclinic.local.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;

/** A `mongod` from the PATH, else the stand-in that speaks MongoDB's protocol (no transactions, no TTL expiry; see the README). */
public final class Mongo extends JavaServer {
    private static final String STAND_IN = "polyclinic.local.mongo.MongoStandIn";
    private static final String[] STAND_INS_CLASSES = {
        STAND_IN,
        STAND_IN + "$Database",
        "polyclinic.local.mongo.UniqueIndex",
        "polyclinic.local.mongo.LookupIndex",
        "polyclinic.local.mongo.StandInCollection",
        "polyclinic.local.mongo.CountPipeline",
        "polyclinic.local.mongo.NumberRange",
        "polyclinic.local.mongo.QueryConditions",
        "polyclinic.local.mongo.KeyText"
    };

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

    /** Ends with options; a database name goes before the question mark. */
    public String url() {
        return "mongodb://127.0.0.1:" + port() + "/?retryWrites=false";
    }

    /** The stand-in runs, not a real MongoDB. */
    public boolean isStandIn() {
        return mongod() == null;
    }

    @Override
    protected Launch prepare() throws IOException {
        String mongod = mongod();
        Path data = dir().resolve(mongod == null ? "stand-in" : "mongod");
        Files.createDirectories(data);
        List<String> command = mongod == null
                // Look-ups live in the heap, and so does all that a query reads which no index narrows.
                ? java(
                        512,
                        List.of(
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-Dorg.slf4j.simpleLogger.showDateTime=true"),
                        ServerClasspath.of("mongo", STAND_INS_CLASSES),
                        STAND_IN,
                        data.resolve("data.mv").toString(),
                        Integer.toString(port()))
                : List.of(
                        mongod,
                        "--dbpath",
                        data.toString(),
                        "--bind_ip",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port()),
                        "--wiredTigerCacheSizeGB",
                        "0.25");
        return new Launch(command, FEW_ARENAS, dir());
    }

    /** Notes, files' data and the audit trail: what listeners write. */
    @Override
    protected boolean inBackground() {
        return true;
    }

    @Override
    protected boolean answers() {
        return Probe.listens(port());
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
