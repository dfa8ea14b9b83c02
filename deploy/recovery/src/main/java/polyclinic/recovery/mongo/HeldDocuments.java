package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * Collections as they were at one moment, at which nobody wrote; they are read afterwards, as long as it takes.
 *
 * <p>A replica set reads them at that moment's cluster time (a snapshot session, MongoDB 5 and newer; it keeps five minutes of
 * history unless {@code minSnapshotHistoryWindowInSeconds} says more). A server that has no history is read within the moment
 * into files beside the suite's own, which nothing packs, encrypts or sums up meanwhile.
 */
final class HeldDocuments implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int BUFFER = 1 << 20;

    /** Documents of each collection; beyond so many all that reads them is compiled. */
    private static final int WARM_UP = 5_000;

    private static final int READERS = 3;
    private static final int LENGTH_BYTES = 4;

    /** Takes one document after the other. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] document) throws IOException;
    }

    /** A collection of a database. */
    record Name(String database, String collection) {}

    private final MongoDeployment server;
    private final Path spool;
    private final Map<Name, Path> spooled = new LinkedHashMap<>();
    private final List<Name> names = new ArrayList<>();
    private @Nullable ClientSession snapshot;

    /** @param spool a folder of this program's own; what an earlier run left in it is deleted */
    HeldDocuments(MongoDeployment server, Path spool) {
        this.server = server;
        this.spool = spool;
        clear();
    }

    /**
     * Reads the beginning of each collection where {@link #hold} will read all of it: on a server without history writes wait for that,
     * and a program that has just started reads several times slower than one that has read before.
     */
    void prepare(Collection<Name> wanted) {
        if (server.isReplicated()) {
            return;
        }
        try {
            for (Name name : wanted) {
                for (RawBsonDocument document :
                        collection(name).find().limit(WARM_UP).batchSize(BATCH)) {
                    bytes(document);
                }
            }
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB's documents could not be read", e);
        }
    }

    /** Fixes the moment; nobody writes meanwhile. */
    void hold(Collection<Name> wanted) {
        try {
            names.addAll(wanted);
            snapshot = server.snapshot();
            if (snapshot == null) {
                spool(wanted);
            } else if (!names.isEmpty()) {
                // The first read decides which moment it is.
                collection(names.get(0)).find(snapshot).limit(1).first();
            }
        } catch (MongoException | IOException e) {
            throw new RecoveryFailed("MongoDB's documents could not be held", e);
        }
    }

    List<Name> names() {
        return List.copyOf(names);
    }

    /** Reads a collection as it was. */
    void read(Name name, Reader reader) throws IOException {
        Path file = spooled.get(name);
        if (file != null) {
            read(file, reader);
            Files.delete(file);
            return;
        }
        try {
            if (snapshot == null) {
                throw new IllegalStateException(name + " is not held");
            }
            for (RawBsonDocument document : collection(name).find(snapshot).batchSize(BATCH)) {
                reader.read(bytes(document));
            }
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB's documents could not be read as they were at the point", e);
        }
    }

    @Override
    public void close() {
        if (snapshot != null) {
            snapshot.close();
        }
        clear();
    }

    static byte[] bytes(RawBsonDocument document) {
        ByteBuffer buffer = document.getByteBuffer().asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private MongoCollection<RawBsonDocument> collection(Name name) {
        return server.database(name.database()).getCollection(name.collection(), RawBsonDocument.class);
    }

    /** Several at a time, since writes wait. */
    private void spool(Collection<Name> wanted) throws IOException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            Map<Name, Future<Path>> reading = new LinkedHashMap<>();
            for (Name name : wanted) {
                reading.put(name, readers.submit(() -> spool(name)));
            }
            for (Map.Entry<Name, Future<Path>> one : reading.entrySet()) {
                spooled.put(one.getKey(), one.getValue().get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a collection could not be read", e.getCause());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        } finally {
            readers.shutdownNow();
        }
    }

    private Path spool(Name name) throws IOException {
        Path file = Files.createTempFile(spool, "held", ".bson");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            for (RawBsonDocument document : collection(name).find().batchSize(BATCH)) {
                out.write(bytes(document));
            }
        }
        return file;
    }

    /** BSON says its own length, in its first four bytes. */
    private static void read(Path file, Reader reader) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(new BufferedInputStream(in, BUFFER))) {
            byte[] length = new byte[LENGTH_BYTES];
            while (data.readNBytes(length, 0, LENGTH_BYTES) == LENGTH_BYTES) {
                int size =
                        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
                byte[] document = new byte[size];
                System.arraycopy(length, 0, document, 0, LENGTH_BYTES);
                if (data.readNBytes(document, LENGTH_BYTES, size - LENGTH_BYTES) < size - LENGTH_BYTES) {
                    throw new EOFException(file + " ends within a document");
                }
                reader.read(document);
            }
        }
    }

    private void clear() {
        try {
            Files.createDirectories(spool);
            try (Stream<Path> left = Files.list(spool)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new RecoveryFailed(spool + " cannot be cleared", e);
        }
    }
}
