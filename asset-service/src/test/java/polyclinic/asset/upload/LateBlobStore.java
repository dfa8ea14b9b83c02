package polyclinic.asset.upload;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.blobs.Blob;
import polyclinic.asset.blobs.BlobStore;

/** The store of a replica that is about to end: what is put there is put when it is told so. */
record LateBlobStore(BlobStore real, CompletableFuture<Void> told) implements BlobStore {
    @Override
    public Uni<Void> prepare() {
        return real.prepare();
    }

    @Override
    public Uni<Void> put(String key, Path file, long size, String md5, WrittenFor whom) {
        return Uni.createFrom().completionStage(told).chain(() -> real.put(key, file, size, md5, whom));
    }

    @Override
    public Multi<ByteBuffer> read(String key, long offset, long length) {
        return real.read(key, offset, length);
    }

    @Override
    public Uni<@Nullable Blob> find(String key) {
        return real.find(key);
    }

    @Override
    public Uni<List<Blob>> list(@Nullable String after, int limit) {
        return real.list(after, limit);
    }

    @Override
    public Uni<Void> delete(String key) {
        return real.delete(key);
    }

    @Override
    public Uni<Integer> clearLeftovers(@Nullable Instant from, Instant olderThan) {
        return real.clearLeftovers(from, olderThan);
    }

    @Override
    public Uni<Void> check() {
        return real.check();
    }
}
