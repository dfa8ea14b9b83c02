package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A server that speaks MongoDB's wire protocol and keeps its data in one file: for trying out and for tests, not for production.
 * What it has acknowledged survives SIGKILL: each change reaches the file before its answer leaves.
 *
 * <p>Arguments: data file, port, and a file with its key and certificates, empty for clear text.
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

    /**
     * What was read or written last stays in memory as it is: the library's own 16 MB are a few thousand documents, and the next one
     * is read from the file, with all that lie beside it.
     */
    private static final int CACHE_MB = 192;

    /**
     * A change writes the page that it lies on anew, with the documents beside it: a page of the library's own 16 KB holds some fifteen,
     * one of this size a few.
     */
    private static final int PAGE_BYTES = 4096;

    /** What the names of the maps with collections' documents begin with. */
    private static final String DOCUMENTS = "databases.";

    MongoStandIn(String file) {
        super(new MVStore.Builder()
                .fileName(file)
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES)
                .open());
    }

    public static void main(String[] args) throws Exception {
        MongoStandIn backend = new MongoStandIn(args[0]);
        MongoServer server = new MongoServer(backend);
        if (!args[2].isEmpty()) {
            PemFile file = new PemFile(Path.of(args[2]));
            server.enableSsl(file.key(), null, file.certificates());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "shutdown"));
        backend.makeLookups();
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
    }

    /** Before anybody is connected: a million documents take minutes. */
    private void makeLookups() {
        for (String name : listDatabaseNames()) ((Database) resolveDatabase(name)).makeLookups();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new Database(name);
    }

    /**
     * A database whose indexes serve queries. It is an inner class because the library opens indexes while a database is constructed, when fields of its own would not be set.
     */
    private final class Database extends H2Database {
        Database(String name) {
            super(name, getMvStore(), getCursorRegistry());
        }

        private void makeLookups() {
            String maps = DOCUMENTS + getFullCollectionNamespace("");
            for (String map : getMvStore().getMapNames())
                if (map.startsWith(maps)
                        && resolveCollection(map.substring(maps.length()), false) instanceof StandInCollection one)
                    one.makeLookups();
        }

        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String full = getFullCollectionNamespace(name);
            return new StandInCollection(
                    this,
                    name,
                    options,
                    DocumentType.open(getMvStore(), DOCUMENTS + full),
                    getMvStore().openMap("meta." + full),
                    getCursorRegistry());
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String index, List<IndexKey> keys, boolean sparse) {
            return new UniqueIndex(getMvStore().openMap(keysOf(collection, index)), index, keys, sparse);
        }

        @Override
        protected void dropIndex(MongoCollection<Object> collection, String index) {
            super.dropIndex(collection, index);
            getMvStore().removeMap(keysOf(collection.getCollectionName(), index));
        }

        /** Not the library's own map of the index, whose keys have another form. */
        private String keysOf(String collection, String index) {
            return getFullCollectionNamespace(collection) + "._keys_" + index;
        }

        @Override
        protected Index<Object> openOrCreateSecondaryIndex(
                String collection, String index, List<IndexKey> keys, boolean sparse) {
            String map = DOCUMENTS + getFullCollectionNamespace(collection);
            return new LookupIndex(
                    index,
                    keys,
                    DocumentType.open(getMvStore(), map),
                    getFullCollectionNamespace(collection) + " " + index,
                    getMvStore().openMap("_lookups"));
        }
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document counted = CountPipeline.filter(message.getDocument());
        if (counted != null && message.getDocument().get("aggregate") instanceof String name) {
            Database database = (Database) resolveDatabase(message.getDatabaseName());
            return CountPipeline.answer(
                    message.getDatabaseName(), name, database.resolveCollection(name, false), counted);
        }
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
