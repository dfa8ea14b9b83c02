package polyclinic.asset.blobs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes are. A blob is written once under a key and never changed; both implementations behave alike (one
 * contract test runs against both).
 */
public interface BlobStore {
    /** Creates the bucket and its indexes where they are missing; may be called again at any time. */
    Uni<Void> prepare();

    /**
     * Stores a file. Either the whole blob is there afterwards or nothing that {@link #find} or {@link #list} would show;
     * writing a key again replaces the blob.
     *
     * @param md5 Base64, checked by the store where it can
     */
    Uni<Void> put(String key, Path file, long size, String md5, WrittenFor whom);

    /** Whether a client waits for a write or a service of the suite, which a crowd of clients must not keep waiting. */
    enum WrittenFor {
        CLIENT,
        SERVICE
    }

    /**
     * Some bytes of a blob, fetched as fast as they are asked for.
     *
     * @param offset first byte
     * @param length number of bytes, at least 1
     * @return fails when the blob or a part of it is missing
     */
    Multi<ByteBuffer> read(String key, long offset, long length);

    Uni<@Nullable Blob> find(String key);

    /** Blobs in the order of their keys, at most {@code limit}, beginning behind {@code after} (null: at the first). */
    Uni<List<Blob>> list(@Nullable String after, int limit);

    /** Removes a blob; one that does not exist is fine. */
    Uni<Void> delete(String key);

    /**
     * Removes what interrupted writes left behind that {@link #list} does not show, and returns how many.
     *
     * @param from what was begun before has been looked at already; null for all
     * @param olderThan what is younger may still be written
     */
    Uni<Integer> clearLeftovers(@Nullable Instant from, Instant olderThan);

    /** Fails when the store does not answer. */
    Uni<Void> check();
}
