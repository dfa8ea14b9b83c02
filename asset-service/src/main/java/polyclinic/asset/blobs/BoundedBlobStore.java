package polyclinic.asset.blobs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blob store whose connections nobody can use up for others. A download holds one for as long as the store takes to give a
 * piece of half a mebibyte, not for as long as its reader takes it; and reading, writing for clients and the suite's own
 * work (prescriptions, deletions, the sweeper) have shares of their own, so that none of them waits for another.
 */
final class BoundedBlobStore implements BlobStore {
    /** What a download holds in memory at most, twice. */
    static final int PIECE_BYTES = 512 * 1024;

    /** What is handed on at once. */
    private static final int SLICE_BYTES = 16 * 1024;

    private final BlobStore store;
    private final Permits reading;
    private final Permits writing;
    private final Permits internal;

    BoundedBlobStore(BlobStore store, BlobsConfig.Connections connections) {
        this.store = store;
        this.reading = new Permits(connections.reading(), connections.patience());
        this.writing = new Permits(connections.writing(), connections.patience());
        this.internal = new Permits(connections.internal(), connections.patience());
    }

    @Override
    public Uni<Void> prepare() {
        return store.prepare();
    }

    @Override
    public Uni<Void> put(String key, Path file, long size, String md5, WrittenFor whom) {
        Permits permits = whom == WrittenFor.CLIENT ? writing : internal;
        return permits.run(() -> store.put(key, file, size, md5, whom));
    }

    @Override
    public Multi<ByteBuffer> read(String key, long offset, long length) {
        int pieces = Math.toIntExact((length + PIECE_BYTES - 1) / PIECE_BYTES);
        return Multi.createFrom().range(0, pieces).onItem().transformToMultiAndConcatenate(n -> {
            long before = (long) n * PIECE_BYTES;
            return piece(key, offset + before, Math.min(PIECE_BYTES, length - before));
        });
    }

    private Multi<ByteBuffer> piece(String key, long offset, long length) {
        return reading.run(() -> store.read(key, offset, length).collect().asList())
                .onItem()
                .transformToMulti(buffers -> {
                    long arrived =
                            buffers.stream().mapToLong(ByteBuffer::remaining).sum();
                    return arrived == length
                            ? Multi.createFrom().iterable(slices(buffers))
                            : Multi.createFrom().failure(new BlobMissing(key));
                });
    }

    private static List<ByteBuffer> slices(List<ByteBuffer> buffers) {
        List<ByteBuffer> slices = new ArrayList<>();
        for (ByteBuffer buffer : buffers)
            for (int from = buffer.position(); from < buffer.limit(); from += SLICE_BYTES)
                slices.add(buffer.slice(from, Math.min(SLICE_BYTES, buffer.limit() - from)));
        return slices;
    }

    @Override
    public Uni<@Nullable Blob> find(String key) {
        return internal.run(() -> store.find(key));
    }

    @Override
    public Uni<List<Blob>> list(@Nullable String after, int limit) {
        return internal.run(() -> store.list(after, limit));
    }

    @Override
    public Uni<Void> delete(String key) {
        return internal.run(() -> store.delete(key));
    }

    @Override
    public Uni<Integer> clearLeftovers(@Nullable Instant from, Instant olderThan) {
        return internal.run(() -> store.clearLeftovers(from, olderThan));
    }

    /** Waits for nobody: it asks whether the store answers, not whether it is busy. */
    @Override
    public Uni<Void> check() {
        return store.check();
    }
}
