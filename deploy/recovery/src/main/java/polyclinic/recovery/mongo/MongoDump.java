package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
public final class MongoDump implements AutoCloseable {
    /** What a file is: written once and never changed, so that it may be read after the point. */
    private static final Predicate<String> FILES = name -> name.endsWith(".chunks") || name.endsWith(".files");

    private static final JsonWriterSettings EXTENDED_JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private static final int BATCH = 500;

    private final MongoDeployment server;
    private final HeldDocuments held;
    private final BackupRepository repository;
    private final String prefix;
    private final boolean copies;
    private final List<StagedFile> files = new ArrayList<>();
    private final List<ContentDigest> digests = new ArrayList<>();

    /**
     * @param id of the recovery point
     * @param spool a folder for documents that are not packed yet, of this program alone
     * @param copies whether documents are written anywhere; otherwise they are only read, for their digests
     */
    public MongoDump(MongoDeployment server, Path spool, BackupRepository repository, String id, boolean copies) {
        this.server = server;
        this.held = new HeldDocuments(server, spool);
        this.repository = repository;
        this.prefix = "dump/" + id + "/";
        this.copies = copies;
    }

    /** Does what need not be done while writes are held. */
    public void prepare(Collection<String> databases) {
        held.prepare(names(databases, FILES.negate()));
    }

    /** Holds what changes, all collections but those of files, as it is while nobody writes. */
    public void hold(Collection<String> databases) {
        held.hold(names(databases, FILES.negate()));
    }

    /** Dumps what was held and, into copies, files that are kept in MongoDB. */
    public void dump(Collection<String> databases) {
        for (HeldDocuments.Name name : held.names()) {
            dump(name, held::read);
        }
        if (!copies) {
            return;
        }
        for (HeldDocuments.Name name : names(databases, FILES)) {
            dump(name, this::read);
        }
    }

    @Override
    public void close() {
        held.close();
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
            sum.add(HeldDocuments.bytes(document));
        }
        return new ContentDigest("mongo", database, collection, sum.count(), sum.hash());
    }

    private List<HeldDocuments.Name> names(Collection<String> databases, Predicate<String> wanted) {
        try {
            return databases.stream()
                    .flatMap(database -> server.collections(database).stream()
                            .filter(wanted)
                            .map(collection -> new HeldDocuments.Name(database, collection)))
                    .toList();
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB's collections could not be listed", e);
        }
    }

    /** Reads a collection. */
    @FunctionalInterface
    private interface Reading {
        void read(HeldDocuments.Name name, HeldDocuments.Reader reader) throws IOException;
    }

    private void read(HeldDocuments.Name name, HeldDocuments.Reader reader) throws IOException {
        for (RawBsonDocument document : documents(server, name.database(), name.collection())) {
            reader.read(HeldDocuments.bytes(document));
        }
    }

    private void dump(HeldDocuments.Name name, Reading reading) {
        DigestSum sum = new DigestSum();
        try {
            if (copies) {
                String path = prefix + name.database() + "/" + name.collection();
                files.add(repository.stage(path + ".bson.gz", out -> {
                    OutputStream packed = new GZIPOutputStream(out, 1 << 16);
                    reading.read(name, document -> {
                        packed.write(document);
                        sum.add(document);
                    });
                    packed.close();
                }));
                files.add(repository.stage(
                        path + ".metadata.json.gz", out -> writeMetadata(name.database(), name.collection(), out)));
            } else {
                reading.read(name, sum::add);
            }
        } catch (MongoException | IOException e) {
            throw new RecoveryFailed("MongoDB's documents could not be dumped", e);
        }
        digests.add(new ContentDigest("mongo", name.database(), name.collection(), sum.count(), sum.hash()));
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
}
