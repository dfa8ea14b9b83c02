package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.DigestSum;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StagedFile;

/**
 * Documents in the layout of {@code mongodump --gzip}: {@code DB/COLLECTION.bson.gz} and {@code .metadata.json.gz}, so that
 * MongoDB's own tools can read them.
 */
public final class MongoDump {
    /** What a file is: written once and never changed, so that it may be read after the point. */
    private static final Predicate<String> FILES = name -> name.endsWith(".chunks") || name.endsWith(".files");

    private static final JsonWriterSettings EXTENDED_JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private static final int BATCH = 500;

    private final MongoDeployment server;
    private final BackupRepository repository;
    private final String prefix;
    private final boolean copies;
    private final List<StagedFile> files = new ArrayList<>();
    private final List<ContentDigest> digests = new ArrayList<>();

    /**
     * @param id of the recovery point
     * @param copies whether documents are written anywhere; otherwise they are only read, for their digests
     */
    public MongoDump(MongoDeployment server, BackupRepository repository, String id, boolean copies) {
        this.server = server;
        this.repository = repository;
        this.prefix = "dump/" + id + "/";
        this.copies = copies;
    }

    /** Dumps what changes: all collections but those of files. */
    public void documents(Collection<String> databases) {
        each(databases, FILES.negate());
    }

    /** Dumps files that are kept in MongoDB. */
    public void files(Collection<String> databases) {
        each(databases, FILES);
    }

    /** Returns what was dumped; nothing of it is in the backup yet. */
    public List<StagedFile> staged() {
        return List.copyOf(files);
    }

    public List<ContentDigest> digests() {
        return List.copyOf(digests);
    }

    /** Returns the digests of what a server holds. */
    public static List<ContentDigest> digests(MongoDeployment server, Collection<String> databases) {
        List<ContentDigest> found = new ArrayList<>();
        try {
            for (String database : databases) {
                for (String name : server.collections(database)) {
                    found.add(digest(server, database, name));
                }
            }
            return found;
        } catch (MongoException e) {
            throw new RecoveryFailed("the digests of MongoDB's collections could not be computed", e);
        }
    }

    private static ContentDigest digest(MongoDeployment server, String database, String collection) {
        DigestSum sum = new DigestSum();
        for (RawBsonDocument document : documents(server, database, collection)) {
            sum.add(bytes(document));
        }
        return new ContentDigest("mongo", database, collection, sum.count(), sum.hash());
    }

    private void each(Collection<String> databases, Predicate<String> wanted) {
        try {
            for (String database : databases) {
                for (String name : server.collections(database)) {
                    if (wanted.test(name)) {
                        dump(database, name);
                    }
                }
            }
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB's documents could not be dumped", e);
        }
    }

    private void dump(String database, String collection) {
        if (!copies) {
            digests.add(digest(server, database, collection));
            return;
        }
        String path = prefix + database + "/" + collection;
        DigestSum sum = new DigestSum();
        files.add(repository.stage(path + ".bson.gz", out -> {
            OutputStream packed = new GZIPOutputStream(out, 1 << 16);
            for (RawBsonDocument document : documents(server, database, collection)) {
                byte[] bytes = bytes(document);
                packed.write(bytes);
                sum.add(bytes);
            }
            packed.close();
        }));
        files.add(repository.stage(path + ".metadata.json.gz", out -> writeMetadata(database, collection, out)));
        digests.add(new ContentDigest("mongo", database, collection, sum.count(), sum.hash()));
    }

    private void writeMetadata(String database, String collection, OutputStream out) throws IOException {
        List<Document> indexes = new ArrayList<>();
        server.database(database).getCollection(collection).listIndexes().forEach(indexes::add);
        Document metadata = new Document("options", new Document())
                .append("indexes", indexes)
                .append("uuid", HexFormat.of().formatHex(new byte[16]))
                .append("collectionName", collection)
                .append("type", "collection");
        OutputStream packed = new GZIPOutputStream(out);
        packed.write(metadata.toJson(EXTENDED_JSON).getBytes(StandardCharsets.UTF_8));
        packed.close();
    }

    private static Iterable<RawBsonDocument> documents(MongoDeployment server, String database, String name) {
        MongoCollection<RawBsonDocument> collection =
                server.database(database).getCollection(name, RawBsonDocument.class);
        return collection.find().batchSize(BATCH);
    }

    private static byte[] bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
