package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointJson;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The checkpoints in S3: objects {@code checkpoints/<chain>/<number>.json}, each written once. Whoever can rewrite the
 * database cannot rewrite these; in production the bucket has object lock (or at least versioning) and this service's key
 * may not delete.
 */
@ApplicationScoped
public class CheckpointArchive {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);
    private static final String PREFIX = "checkpoints/";
    private static final Pattern NAME = Pattern.compile("checkpoints/(\\d{4})/(\\d{12})\\.json");

    private final S3AsyncClient s3;
    private final String bucket;

    CheckpointArchive(S3AsyncClient s3, @ConfigProperty(name = "polyclinic.audit.bucket") String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** The first call loads and prepares much of the client: here, not on a thread that others wait for. */
    void prepare(@Observes StartupEvent start) {
        isAvailable().await().indefinitely();
    }

    /** Writes it unless it is there; fails with {@link ConflictingCheckpoint} when what is there is not the same. */
    Uni<Void> put(Checkpoint checkpoint) {
        String body = CheckpointJson.text(checkpoint);
        return read(checkpoint.key()).chain(present -> {
            if (present == null) return write(checkpoint.key(), body);
            if (present.equals(body)) return Uni.createFrom().voidItem();
            return Uni.createFrom().failure(new ConflictingCheckpoint(checkpoint.key()));
        });
    }

    /** The checkpoint, or null when there is none. */
    public Uni<@Nullable StoredCheckpoint> get(int chain, long number) {
        String key = Checkpoint.key(chain, number);
        return read(key).map(body -> body == null ? null : CheckpointJson.read(key, body));
    }

    /** Chain → the highest number that is there. */
    public Uni<Map<Integer, Long>> lastNumbers() {
        return pages().collect()
                .in(HashMap<Integer, Long>::new, (numbers, page) -> page.contents().stream()
                        .map(object -> NAME.matcher(object.key()))
                        .filter(Matcher::matches)
                        .forEach(name ->
                                numbers.merge(Integer.valueOf(name.group(1)), Long.valueOf(name.group(2)), Math::max)))
                .map(numbers -> numbers);
    }

    /** Whether S3 answers within two seconds, even if the bucket is not there yet. */
    Uni<Boolean> isAvailable() {
        return call(() -> s3.headBucket(request -> request.bucket(bucket)))
                .replaceWith(true)
                .onFailure(CheckpointArchive::isAbsent)
                .recoverWithItem(true)
                .ifNoItem()
                .after(HEALTH_TIMEOUT)
                .fail()
                .onFailure()
                .recoverWithItem(false);
    }

    private Multi<ListObjectsV2Response> pages() {
        return Multi.createBy()
                .repeating()
                .uni(() -> new ListObjectsV2Response[1], last -> page(last[0]).invoke(page -> last[0] = page))
                .whilst(page -> Boolean.TRUE.equals(page.isTruncated()));
    }

    private Uni<ListObjectsV2Response> page(@Nullable ListObjectsV2Response before) {
        return call(() -> s3.listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(PREFIX)
                        .continuationToken(before == null ? null : before.nextContinuationToken())
                        .build()))
                .onFailure(NoSuchBucketException.class)
                .recoverWithItem(
                        ListObjectsV2Response.builder().isTruncated(false).build());
    }

    private Uni<@Nullable String> read(String key) {
        return call(() -> s3.getObject(
                        request -> request.bucket(bucket).key(name(key)), AsyncResponseTransformer.toBytes()))
                .map(bytes -> bytes.asString(StandardCharsets.UTF_8))
                .onFailure(CheckpointArchive::isAbsent)
                .recoverWithNull();
    }

    private Uni<Void> write(String key, String body) {
        return call(() -> s3.putObject(
                        request -> request.bucket(bucket).key(name(key)).contentType("application/json"),
                        AsyncRequestBody.fromString(body)))
                .replaceWithVoid()
                .onFailure(NoSuchBucketException.class)
                .recoverWithUni(() -> createBucket().chain(() -> write(key, body)));
    }

    private Uni<Void> createBucket() {
        return call(() -> s3.createBucket(request -> request.bucket(bucket)))
                .replaceWithVoid()
                .onFailure(failure -> failure instanceof BucketAlreadyOwnedByYouException
                        || failure instanceof BucketAlreadyExistsException)
                .recoverWithNull()
                .invoke(() -> Log.infof("made the bucket %s for audit checkpoints", bucket));
    }

    private static String name(String key) {
        return PREFIX + key + ".json";
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof NoSuchKeyException
                || failure instanceof NoSuchBucketException
                || failure instanceof S3Exception s3 && s3.statusCode() == 404;
    }

    private static <T> Uni<T> call(Supplier<CompletionStage<T>> request) {
        return Uni.createFrom()
                .completionStage(request)
                .onFailure(CompletionException.class)
                .transform(failure -> failure.getCause() == null ? failure : failure.getCause());
    }
}
