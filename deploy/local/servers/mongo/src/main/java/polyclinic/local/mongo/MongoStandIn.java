package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Set;

/**
 * A server that speaks MongoDB's wire protocol and keeps its data in one file: for trying out and for tests, not for production.
 * What it has acknowledged survives SIGKILL: each change reaches the file before its answer leaves.
 *
 * <p>Arguments: data file, port.
 */
public final class MongoStandIn extends H2Backend {
    /** Commands that change nothing. */
    private static final Set<String> READS = Set.of(
            "find",
            "getMore",
            "aggregate",
            "count",
            "distinct",
            "ping",
            "hello",
            "isMaster",
            "ismaster",
            "buildInfo",
            "buildinfo",
            "listCollections",
            "listDatabases",
            "listIndexes",
            "killCursors",
            "endSessions",
            "serverStatus",
            "dbStats",
            "collStats");

    private MongoStandIn(String file) {
        super(file);
    }

    public static void main(String[] args) {
        MongoStandIn backend = new MongoStandIn(args[0]);
        MongoServer server = new MongoServer(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "shutdown"));
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return super.handleMessage(message);
        } finally {
            String command = message.getDocument().keySet().iterator().next();
            if (!READS.contains(command) || message.getDocument().toString().contains("$merge")) {
                getMvStore().commit();
            }
        }
    }
}
