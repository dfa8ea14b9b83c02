package polyclinic.audit.checkpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import polyclinic.commons.json.Json;
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
 * The checkpoints off the database: objects {@code checkpoints/<chain>/<number>.json}, each written once. Whoever can
 * rewrite the database cannot rewrite these; in production the bucket has object lock (or at least versioning) and this
 * service's key may not delete.
 */
@ApplicationScoped
public class Vault {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String PREFIX = "checkpoints/";
    private static final Pattern NAME = Pattern.compile("checkpoints/(\\d{4})/(\\d{12})\\.json");

    /** Another object lies where this checkpoint belongs. */
    public static final class Contradiction extends RuntimeException {
        Contradiction(String key) {
            super("another checkpoint lies in S3 as " + key, null, false, false);
        }
    }

    private final S3AsyncClient s3;
    private final String bucket;

    Vault(S3AsyncClient s3, @ConfigProperty(name = "polyclinic.audit.bucket") String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** The first call loads and prepares much of the client: here, not on a thread that others wait for. */
    void prepare(@Observes StartupEvent start) {
        answers().await().indefinitely();
    }

    /** Writes it unless it is there; fails with {@link Contradiction} when what is there is not the same. */
    public Uni<Void> put(Checkpoint checkpoint) {
        String body = Json.write(checkpoint.copy());
        return read(checkpoint.key()).chain(there -> {
            if (there == null) return write(checkpoint.key(), body);
            if (there.equals(body)) return Uni.createFrom().voidItem();
            return Uni.createFrom().failure(new Contradiction(checkpoint.key()));
        });
    }

    /** The checkpoint, null when there is none; one that cannot be read any more comes without a signature. */
    public Uni<Checkpoint> get(int chain, long number) {
        String key = Checkpoint.key(chain, number);
        return read(key).map(body -> body == null ? null : parse(key, body));
    }

    /** Chain → the highest number that is there. */
    public Uni<Map<Integer, Long>> extent() {
        return pages(null)
                .collect()
                .in(HashMap<Integer, Long>::new, (extent, page) -> page.contents().stream()
                        .map(object -> NAME.matcher(object.key()))
                        .filter(Matcher::matches)
                        .forEach(name ->
                                extent.merge(Integer.valueOf(name.group(1)), Long.valueOf(name.group(2)), Math::max)))
                .map(extent -> extent);
    }

    /** Whether S3 answers within two seconds, be it that the bucket is not there yet. */
    Uni<Boolean> answers() {
        return call(() -> s3.headBucket(request -> request.bucket(bucket)))
                .replaceWith(true)
                .onFailure(Vault::isAbsent)
                .recoverWithItem(true)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(false);
    }

    private Multi<ListObjectsV2Response> pages(String token) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new String[] {token}, next -> call(() -> s3.listObjectsV2(ListObjectsV2Request.builder()
                                .bucket(bucket)
                                .prefix(PREFIX)
                                .continuationToken(next[0])
                                .build()))
                        .onFailure(NoSuchBucketException.class)
                        .recoverWithItem(ListObjectsV2Response.builder()
                                .isTruncated(false)
                                .build())
                        .invoke(page -> next[0] = page.nextContinuationToken()))
                .whilst(page -> Boolean.TRUE.equals(page.isTruncated()));
    }

    private Uni<String> read(String key) {
        return call(() -> s3.getObject(
                        request -> request.bucket(bucket).key(name(key)), AsyncResponseTransformer.toBytes()))
                .map(bytes -> bytes.asString(StandardCharsets.UTF_8))
                .onFailure(Vault::isAbsent)
                .recoverWithNull();
    }

    private Uni<Void> write(String key, String body) {
        return call(() -> s3.putObject(
                        request -> request.bucket(bucket).key(name(key)).contentType("application/json"),
                        AsyncRequestBody.fromString(body)))
                .replaceWithVoid()
                .onFailure(NoSuchBucketException.class)
                .recoverWithUni(() -> create().chain(() -> write(key, body)));
    }

    private Uni<Void> create() {
        return call(() -> s3.createBucket(request -> request.bucket(bucket)))
                .replaceWithVoid()
                .onFailure(failure -> failure instanceof BucketAlreadyOwnedByYouException
                        || failure instanceof BucketAlreadyExistsException)
                .recoverWithNull()
                .invoke(() -> Log.infof("made the bucket %s for audit checkpoints", bucket));
    }

    private static Checkpoint parse(String key, String body) {
        try {
            Checkpoint read = Json.MAPPER.readValue(body, Checkpoint.class);
            return new Checkpoint(
                    key,
                    read.origin(),
                    read.chain(),
                    read.number(),
                    read.size(),
                    read.root(),
                    read.head(),
                    read.previousSize(),
                    read.previousRoot(),
                    read.createdAt(),
                    read.keyId(),
                    read.signature(),
                    read.frontier(),
                    read.leaves(),
                    null);
        } catch (JsonProcessingException damaged) {
            return Checkpoint.damaged(key);
        }
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
                .transform(failure -> failure.getCause());
    }
}
