package polyclinic.asset.blobs;

import com.mongodb.client.gridfs.model.GridFSFile;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import com.mongodb.reactivestreams.client.gridfs.GridFSBucket;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * Blobs in GridFS, for installations without an object store.
 *
 * <p>Writing goes through the driver, which writes the chunks first and the file's document last, so that a file that can
 * be found is whole. Reading asks for the chunks itself: the driver cannot begin in the middle.
 */
final class GridFsBlobStore implements BlobStore {
    private static final int CHUNK_BYTES = 255 * 1024;
    /** Chunks fetched ahead of the reader: they bound the memory of a download. */
    private static final int MAX_CHUNKS_AHEAD = 2;

    private final GridFSBucket bucket;
    private final MongoCollection<Document> files;
    private final MongoCollection<Document> chunks;
    private final MongoDatabase database;

    GridFsBlobStore(MongoDatabase database, String name) {
        this.database = database;
        this.bucket = GridFSBuckets.create(database, name).withChunkSizeBytes(CHUNK_BYTES);
        this.files = database.getCollection(name + ".files");
        this.chunks = database.getCollection(name + ".chunks");
    }

    @Override
    public Uni<Void> prepare() {
        var unique = new IndexOptions().unique(true);
        return one(chunks.createIndex(new Document("files_id", 1).append("n", 1), unique))
                .chain(() -> one(files.createIndex(new Document("filename", 1).append("uploadDate", 1))))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> put(String key, Path file, long size, String md5, WrittenFor whom) {
        BsonValue id = new BsonString(key);
        var options = new GridFSUploadOptions().metadata(new Document("md5", md5));
        return delete(key)
                .chain(() -> one(bucket.uploadFromPublisher(
                        id,
                        key,
                        AsyncRequestBody.fromFile(body -> body.path(file).chunkSizeInBytes(CHUNK_BYTES)),
                        options)))
                .chain(() -> find(key))
                .chain(stored -> stored != null && stored.size() == size
                        ? Uni.createFrom().voidItem()
                        : delete(key).chain(() -> Uni.createFrom().failure(new BlobMissing(key))));
    }

    @Override
    public Multi<ByteBuffer> read(String key, long offset, long length) {
        return one(files.find(byId(key)).first())
                .onItem()
                .ifNull()
                .failWith(() -> new BlobMissing(key))
                .onItem()
                .transformToMulti(
                        file -> read(key, file.get("chunkSize", Number.class).longValue(), offset, length));
    }

    private Multi<ByteBuffer> read(String key, long chunkSize, long offset, long length) {
        long end = offset + length;
        AtomicLong next = new AtomicLong(offset / chunkSize);
        long last = (end - 1) / chunkSize;
        var query = chunks.find(
                        Filters.and(Filters.eq("files_id", key), Filters.gte("n", next.get()), Filters.lte("n", last)))
                .sort(Sorts.ascending("n"))
                .batchSize(MAX_CHUNKS_AHEAD);
        return many(query)
                .map(chunk -> {
                    long n = chunk.get("n", Number.class).longValue();
                    if (n != next.getAndIncrement()) throw new IllegalStateException("chunk missing");
                    byte[] data = chunk.get("data", Binary.class).getData();
                    int from = (int) Math.max(0, offset - n * chunkSize);
                    int to = (int) Math.min(data.length, end - n * chunkSize);
                    if (to < Math.min(chunkSize, end - n * chunkSize)) throw new IllegalStateException("chunk short");
                    return ByteBuffer.wrap(data, from, to - from).slice();
                })
                .onFailure(IllegalStateException.class)
                .transform(damaged -> new BlobMissing(key))
                .onCompletion()
                .call(() -> next.get() == last + 1
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new BlobMissing(key)));
    }

    @Override
    public Uni<@Nullable Blob> find(String key) {
        return one(bucket.find(byId(key)).first()).map(file -> file == null ? null : blob(file));
    }

    @Override
    public Uni<List<Blob>> list(@Nullable String after, int limit) {
        var query = bucket.find(after == null ? Filters.empty() : Filters.gt("_id", after))
                .sort(Sorts.ascending("_id"))
                .limit(limit);
        return many(query).map(GridFsBlobStore::blob).collect().asList();
    }

    /** The file's document goes first: from then on the blob does not exist, and chunks without it are leftovers. */
    @Override
    public Uni<Void> delete(String key) {
        return one(files.deleteOne(byId(key))).chain(() -> deleteChunks(key));
    }

    private Uni<Void> deleteChunks(String key) {
        return one(chunks.deleteMany(Filters.eq("files_id", key))).replaceWithVoid();
    }

    /**
     * Chunks without a file: an upload was killed, or a delete. The age of a chunk is in its ObjectId, so only those of the time
     * that is asked for are read, bytes and all: of all chunks that would be the whole store.
     */
    @Override
    public Uni<Integer> clearLeftovers(@Nullable Instant from, Instant olderThan) {
        Bson begun = Filters.lt("_id", firstOf(olderThan));
        var owners = chunks.aggregate(List.of(
                Aggregates.match(from == null ? begun : Filters.and(Filters.gte("_id", firstOf(from)), begun)),
                Aggregates.group("$files_id")));
        return many(owners)
                .map(owner -> owner.getString("_id"))
                .onItem()
                .transformToUniAndConcatenate(key -> find(key)
                        .chain(file -> file != null ? Uni.createFrom().item(0) : clearLeftovers(key, olderThan)))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    /** An upload that began long ago may go on: its last chunk is young. */
    private Uni<Integer> clearLeftovers(String key, Instant olderThan) {
        return one(chunks.find(Filters.eq("files_id", key))
                        .projection(Projections.include("_id"))
                        .sort(Sorts.descending("n"))
                        .first())
                .chain(last -> last == null
                                || !last.getObjectId("_id")
                                        .getDate()
                                        .toInstant()
                                        .isBefore(olderThan)
                        ? Uni.createFrom().item(0)
                        : deleteChunks(key).replaceWith(1));
    }

    /** The smallest ObjectId of this second. */
    private static ObjectId firstOf(Instant second) {
        return new ObjectId("%08x0000000000000000".formatted(second.getEpochSecond()));
    }

    @Override
    public Uni<Void> check() {
        return one(database.runCommand(new Document("ping", 1))).replaceWithVoid();
    }

    private static Blob blob(GridFSFile file) {
        return new Blob(
                file.getId().asString().getValue(),
                file.getLength(),
                file.getUploadDate().toInstant());
    }

    private static Bson byId(String key) {
        return Filters.eq("_id", key);
    }

    private static <T> Uni<T> one(Publisher<T> publisher) {
        return SameContext.emitOn(Uni.createFrom().publisher(AdaptersToFlow.publisher(publisher)));
    }

    private static <T> Multi<T> many(Publisher<T> publisher) {
        return Multi.createFrom().publisher(AdaptersToFlow.publisher(publisher));
    }
}
