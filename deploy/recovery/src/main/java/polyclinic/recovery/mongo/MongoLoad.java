package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** Loads a dump into a server: documents first, then the indexes. */
public final class MongoLoad {
    private static final String DOCUMENTS = ".bson.gz";
    private static final String METADATA = ".metadata.json.gz";
    private static final int BATCH = 500;
    /** As large as MongoDB lets a document be. */
    private static final int MAX_DOCUMENT_BYTES = (16 << 20) + (16 << 10);

    private MongoLoad() {}

    /** Loads the files of a dump. */
    public static void load(List<StoredFile> dump, BackupRepository repository, MongoDeployment server) {
        try {
            for (StoredFile file : dump) {
                if (file.name().endsWith(DOCUMENTS)) {
                    MongoCollection<RawBsonDocument> collection = collection(server, file, DOCUMENTS);
                    repository.unpack(file, in -> documents(in, collection));
                }
            }
            for (StoredFile file : dump) {
                if (file.name().endsWith(METADATA)) {
                    repository.unpack(file, in -> indexes(in, server, file));
                }
            }
        } catch (IOException | MongoException e) {
            throw new RecoveryFailed("MongoDB's documents could not be loaded", e);
        }
    }

    private static void documents(InputStream file, MongoCollection<RawBsonDocument> collection) throws IOException {
        InsertManyOptions unordered = new InsertManyOptions().ordered(false);
        DataInputStream in = new DataInputStream(new BufferedInputStream(file));
        List<RawBsonDocument> batch = new ArrayList<>();
        for (RawBsonDocument next = document(in); next != null; next = document(in)) {
            batch.add(next);
            if (batch.size() == BATCH) {
                collection.insertMany(batch, unordered);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            collection.insertMany(batch, unordered);
        }
    }

    /** A document begins with its length, in four bytes, the least first. */
    private static @Nullable RawBsonDocument document(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length == 0) {
            return null;
        }
        int length = head.length < 4
                ? 0
                : ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 5 || length > MAX_DOCUMENT_BYTES) {
            throw new EOFException("a document of the dump is cut off");
        }
        byte[] bytes = new byte[length];
        System.arraycopy(head, 0, bytes, 0, 4);
        in.readFully(bytes, 4, length - 4);
        return new RawBsonDocument(bytes);
    }

    private static void indexes(InputStream file, MongoDeployment server, StoredFile of) throws IOException {
        Document metadata = Document.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        List<Document> indexes = metadata.getList("indexes", Document.class).stream()
                .filter(index -> !"_id_".equals(index.getString("name")))
                .peek(index -> index.remove("ns"))
                .toList();
        String[] place = place(of, METADATA);
        if (!server.collections(place[0]).contains(place[1])) {
            server.database(place[0]).createCollection(place[1]);
        }
        if (!indexes.isEmpty()) {
            server.database(place[0]).runCommand(new Document("createIndexes", place[1]).append("indexes", indexes));
        }
    }

    private static MongoCollection<RawBsonDocument> collection(MongoDeployment server, StoredFile file, String ending) {
        String[] place = place(file, ending);
        return server.database(place[0]).getCollection(place[1], RawBsonDocument.class);
    }

    /** Returns database and collection of {@code dump/<point>/<database>/<collection><ending>}. */
    private static String[] place(StoredFile file, String ending) {
        String[] parts = file.name().split("/", 4);
        return new String[] {parts[2], parts[3].substring(0, parts[3].length() - ending.length())};
    }
}
