package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket of the trail. Its objects are written once; nothing here replaces or removes one. */
@ApplicationScoped
public class ArchiveBucket {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    private final S3AsyncClient s3;
    private final String bucket;
    private final boolean mayCreate;

    /** @param mayCreate whether the bucket is made when it is missing; it would have neither object lock nor versions */
    public ArchiveBucket(
            S3AsyncClient s3,
            @ConfigProperty(name = "polyclinic.audit.bucket") String bucket,
            @ConfigProperty(name = "polyclinic.s3.create-bucket") boolean mayCreate) {
        this.s3 = s3;
        this.bucket = bucket;
        this.mayCreate = mayCreate;
    }

    /** The object, or null when there is none. */
    public Uni<byte @Nullable []> read(String name) {
        return call(() -> s3.getObject(request -> request.bucket(bucket).key(name), AsyncResponseTransformer.toBytes()))
                .map(BytesWrapper::asByteArrayUnsafe)
                .onFailure(ArchiveBucket::isAbsent)
                .recoverWithNull();
    }

    /** Fails with {@link #isPresent} when there is one by now: of two writers the first one's stays. */
    public Uni<Void> write(String name, String type, byte[] content) {
        return insert(name, type, content)
                .onFailure(failure -> mayCreate && failure instanceof NoSuchBucketException)
                .recoverWithUni(() -> createBucket().chain(() -> insert(name, type, content)));
    }

    /** Another replica wrote it a moment ago (412), or is about to (409). */
    public static boolean isPresent(Throwable failure) {
        return failure instanceof S3Exception s3 && (s3.statusCode() == 412 || s3.statusCode() == 409);
    }

    /**
     * A page of the objects whose names begin with {@code prefix}, in order of names; empty where there is no bucket.
     *
     * @param after only what comes behind this name
     * @param limit at most so many, null for as many as the server gives
     */
    public Uni<ListObjectsV2Response> list(String prefix, String after, @Nullable Integer limit) {
        return call(() -> s3.listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(prefix)
                        .startAfter(after)
                        .maxKeys(limit)
                        .build()))
                .onFailure(NoSuchBucketException.class)
                .recoverWithItem(
                        ListObjectsV2Response.builder().isTruncated(false).build());
    }

    /** Whether S3 answers within two seconds, even if the bucket is not there yet. */
    public Uni<Boolean> isAvailable() {
        return call(() -> s3.headBucket(request -> request.bucket(bucket)))
                .replaceWith(true)
                .onFailure(ArchiveBucket::isAbsent)
                .recoverWithItem(true)
                .ifNoItem()
                .after(HEALTH_TIMEOUT)
                .fail()
                .onFailure()
                .recoverWithItem(false);
    }

    /** How a bucket keeps what is in it. */
    enum Protection {
        /** An object cannot be removed before its time. */
        LOCKED,
        /** What is replaced or removed is still there as a version. */
        VERSIONED,
        NONE,
        /** The key may not ask. */
        HIDDEN
    }

    /** Fails when S3 is away. A bucket that is not there yet keeps nothing. */
    Uni<Protection> protection() {
        return call(() -> s3.getObjectLockConfiguration(request -> request.bucket(bucket)))
                .map(found -> found.objectLockConfiguration() != null
                        && found.objectLockConfiguration().objectLockEnabled() == ObjectLockEnabled.ENABLED)
                // Without a lock the answer is 404; who knows no locks says so.
                .onFailure(ArchiveBucket::isUnsaid)
                .recoverWithItem(false)
                .chain(locked -> locked ? Uni.createFrom().item(Protection.LOCKED) : versions())
                .onFailure(failure -> failure instanceof S3Exception denied && denied.statusCode() == 403)
                .recoverWithItem(Protection.HIDDEN);
    }

    private Uni<Protection> versions() {
        return call(() -> s3.getBucketVersioning(request -> request.bucket(bucket)))
                .map(found -> found.status() == BucketVersioningStatus.ENABLED ? Protection.VERSIONED : Protection.NONE)
                .onFailure(ArchiveBucket::isUnsaid)
                .recoverWithItem(Protection.NONE);
    }

    private static boolean isUnsaid(Throwable failure) {
        return failure instanceof S3Exception s3
                && (s3.statusCode() == 400
                        || s3.statusCode() == 404
                        || s3.statusCode() == 405
                        || s3.statusCode() == 501);
    }

    private Uni<Void> insert(String name, String type, byte[] content) {
        return call(() -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(name)
                                .contentType(type)
                                .ifNoneMatch("*"),
                        AsyncRequestBody.fromBytes(content)))
                .replaceWithVoid();
    }

    private Uni<Void> createBucket() {
        return call(() -> s3.createBucket(request -> request.bucket(bucket)))
                .replaceWithVoid()
                .onFailure(failure -> failure instanceof BucketAlreadyOwnedByYouException
                        || failure instanceof BucketAlreadyExistsException)
                .recoverWithNull()
                .invoke(() -> Log.infof("made the bucket %s for audit checkpoints", bucket));
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof NoSuchKeyException
                || failure instanceof NoSuchBucketException
                || failure instanceof S3Exception s3 && s3.statusCode() == 404;
    }

    /** The client answers on threads of its own. */
    private static <T> Uni<T> call(Supplier<CompletionStage<T>> request) {
        return SameContext.emitOn(Uni.createFrom()
                .completionStage(request)
                .onFailure(CompletionException.class)
                .transform(failure -> failure.getCause() == null ? failure : failure.getCause()));
    }
}
