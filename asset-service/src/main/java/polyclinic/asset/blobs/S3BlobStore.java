package polyclinic.asset.blobs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Blobs as objects of one bucket. A PUT is atomic in S3: an interrupted one leaves nothing. */
final class S3BlobStore implements BlobStore {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final S3AsyncClient s3;
    private final String bucket;
    private final boolean mayCreate;

    /** @param mayCreate whether the bucket is made when it is missing */
    S3BlobStore(S3AsyncClient s3, String bucket, boolean mayCreate) {
        this.s3 = s3;
        this.bucket = bucket;
        this.mayCreate = mayCreate;
    }

    @Override
    public Uni<Void> prepare() {
        return check().onFailure(failure -> mayCreate && isMissing(failure)).recoverWithUni(this::createBucket);
    }

    private Uni<Void> createBucket() {
        return ask(() -> s3.createBucket(request -> request.bucket(bucket)))
                .replaceWithVoid()
                // Another replica was faster.
                .onFailure(failure -> status(failure) == 409)
                .recoverWithNull();
    }

    @Override
    public Uni<Void> put(String key, Path file, long size, String md5, WrittenFor whom) {
        return ask(() -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .contentLength(size)
                                .contentMD5(md5),
                        AsyncRequestBody.fromFile(body -> body.path(file).chunkSizeInBytes(CHUNK_BYTES))))
                .replaceWithVoid();
    }

    @Override
    public Multi<ByteBuffer> read(String key, long offset, long length) {
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return ask(() -> s3.getObject(
                        request -> request.bucket(bucket).key(key).range(range),
                        AsyncResponseTransformer.toPublisher()))
                .onFailure(failure -> isMissing(failure) || status(failure) == 416)
                .transform(failure -> new BlobMissing(key))
                .onItem()
                .transformToMulti(body -> {
                    Flow.Publisher<ByteBuffer> bytes = AdaptersToFlow.publisher(body);
                    return Multi.createFrom().publisher(bytes);
                });
    }

    @Override
    public Uni<@Nullable Blob> find(String key) {
        return ask(() -> s3.headObject(request -> request.bucket(bucket).key(key)))
                .map(head -> new Blob(key, head.contentLength(), head.lastModified()))
                .onFailure(S3BlobStore::isMissing)
                .recoverWithNull();
    }

    @Override
    public Uni<List<Blob>> list(@Nullable String after, int limit) {
        return ask(() -> s3.listObjectsV2(
                        request -> request.bucket(bucket).startAfter(after).maxKeys(limit)))
                .map(page -> page.contents().stream()
                        .map(object -> new Blob(object.key(), object.size(), object.lastModified()))
                        .toList());
    }

    @Override
    public Uni<Void> delete(String key) {
        return ask(() -> s3.deleteObject(request -> request.bucket(bucket).key(key)))
                .replaceWithVoid()
                .onFailure(S3BlobStore::isMissing)
                .recoverWithNull();
    }

    /** Every blob is one PUT; a multipart upload here was not begun by this service; a bucket rule clears it. */
    @Override
    public Uni<Integer> clearLeftovers(@Nullable Instant from, Instant olderThan) {
        return Uni.createFrom().item(0);
    }

    @Override
    public Uni<Void> check() {
        return ask(() -> s3.headBucket(request -> request.bucket(bucket))).replaceWithVoid();
    }

    private static <T> Uni<T> ask(Supplier<CompletionStage<T>> call) {
        return SameContext.emitOn(Uni.createFrom()
                .completionStage(call)
                .onFailure(CompletionException.class)
                .transform(Throwable::getCause));
    }

    private static boolean isMissing(Throwable failure) {
        return status(failure) == 404;
    }

    private static int status(Throwable failure) {
        return failure instanceof S3Exception answered ? answered.statusCode() : 0;
    }
}
