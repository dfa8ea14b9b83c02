package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointJson;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.core.BytesWrapper;
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
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The checkpoints in S3: objects {@code checkpoints/<chain>/<number>.json}, each written once, and beside each as {@code
 * .jsonl.gz} the entries that it adds ({@link EntrySegment}). Whoever can rewrite the
 * database cannot rewrite these; in production the bucket has object lock (or at least versioning) and this service's key
 * may not delete.
 */
@ApplicationScoped
public class CheckpointArchive {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);
    static final String PREFIX = "checkpoints/";
    private static final String CHECKPOINT = ".json";
    private static final String SEGMENT = ".jsonl.gz";
    private static final Pattern NAME = Pattern.compile("checkpoints/(\\d{4})/(\\d{12})\\.json");
    /** A checkpoint or a segment. */
    private static final Pattern OBJECT = Pattern.compile("checkpoints/(\\d{4})/.*");

    private final S3AsyncClient s3;
    private final String bucket;
    private final boolean mayCreate;

    /** @param mayCreate whether the bucket is made when it is missing; it would have neither object lock nor versions */
    CheckpointArchive(
            S3AsyncClient s3,
            @ConfigProperty(name = "polyclinic.audit.bucket") String bucket,
            @ConfigProperty(name = "polyclinic.s3.create-bucket") boolean mayCreate) {
        this.s3 = s3;
        this.bucket = bucket;
        this.mayCreate = mayCreate;
    }

    /** The first call loads and prepares much of the client: here, not on a thread that others wait for. */
    void prepare(@Observes StartupEvent start) {
        isAvailable().await().indefinitely();
    }

    /** Writes it unless it is there; fails with {@link ConflictingCheckpoint} when what is there is not the same. */
    Uni<Void> put(Checkpoint checkpoint) {
        return putUnlessPresent(checkpoint)
                .onFailure(CheckpointArchive::isPresent)
                .recoverWithUni(() -> putUnlessPresent(checkpoint));
    }

    private Uni<Void> putUnlessPresent(Checkpoint checkpoint) {
        String body = CheckpointJson.text(checkpoint);
        return read(checkpoint.key()).chain(present -> {
            if (present == null)
                return write(name(checkpoint.key()), "application/json", AsyncRequestBody.fromString(body));
            if (present.equals(body)) return Uni.createFrom().voidItem();
            return Uni.createFrom().failure(new ConflictingCheckpoint(checkpoint.key()));
        });
    }

    /**
     * Writes what a checkpoint adds unless it is there; fails with {@link ConflictingCheckpoint} when what is there is not the
     * same.
     */
    Uni<Void> putSegment(String key, List<ChainEntry> entries) {
        return putSegmentUnlessPresent(key, entries)
                .onFailure(CheckpointArchive::isPresent)
                .recoverWithUni(() -> putSegmentUnlessPresent(key, entries));
    }

    private Uni<Void> putSegmentUnlessPresent(String key, List<ChainEntry> entries) {
        String name = segmentName(key);
        return bytes(name).chain(present -> {
            if (present == null)
                return write(name, "application/gzip", AsyncRequestBody.fromBytes(EntrySegment.write(entries)));
            return isSame(present, entries)
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(new ConflictingCheckpoint(key + SEGMENT));
        });
    }

    /** Not by its bytes: another release may compress in another way. */
    private static boolean isSame(byte[] present, List<ChainEntry> entries) {
        try {
            return EntrySegment.read(present, entries.size()).equals(entries);
        } catch (IOException damaged) {
            return false;
        }
    }

    /** The entries that a checkpoint adds, as they were stored; null when they are not there. */
    public Uni<byte @Nullable []> segment(int chain, long number) {
        return bytes(segmentName(Checkpoint.key(chain, number)));
    }

    /**
     * Checkpoints without segments.
     *
     * @param keys of checkpoints
     * @param end where to go on, null at the end of the archive
     */
    record WithoutSegment(List<String> keys, @Nullable String end) {}

    /** Those among the next {@code limit} checkpoints behind the object {@code after}. A checkpoint comes before its segment. */
    Uni<WithoutSegment> withoutSegment(String after, int limit) {
        return call(() -> s3.listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(PREFIX)
                        .startAfter(after)
                        .maxKeys(2 * limit)
                        .build()))
                .map(CheckpointArchive::withoutSegment)
                .onFailure(NoSuchBucketException.class)
                .recoverWithItem(new WithoutSegment(List.of(), null));
    }

    private static WithoutSegment withoutSegment(ListObjectsV2Response page) {
        List<String> names = page.contents().stream().map(S3Object::key).toList();
        Set<String> all = Set.copyOf(names);
        // A page may end between a checkpoint and its segment: the next one begins with that checkpoint.
        boolean cut = Boolean.TRUE.equals(page.isTruncated())
                && names.get(names.size() - 1).endsWith(CHECKPOINT);
        List<String> seen = cut ? names.subList(0, names.size() - 1) : names;
        List<String> keys = seen.stream()
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> name.substring(PREFIX.length(), name.length() - CHECKPOINT.length()))
                .filter(key -> !all.contains(segmentName(key)))
                .toList();
        String end = Boolean.TRUE.equals(page.isTruncated()) ? seen.get(seen.size() - 1) : null;
        return new WithoutSegment(keys, end);
    }

    /** The checkpoint, or null when there is none. */
    public Uni<@Nullable StoredCheckpoint> get(int chain, long number) {
        String key = Checkpoint.key(chain, number);
        return read(key).map(body -> body == null ? null : CheckpointJson.read(key, body));
    }

    /** Chain → the highest number that is there. */
    public Uni<Map<Integer, Long>> lastNumbers() {
        return lastNumbers(Map.of());
    }

    /**
     * The same when some are known: what comes before these is not listed.
     *
     * @param known chain → a number that was there
     */
    public Uni<Map<Integer, Long>> lastNumbers(Map<Integer, Long> known) {
        return pages(known)
                .collect()
                .in(() -> new HashMap<>(known), (numbers, page) -> page.contents().stream()
                        .map(object -> NAME.matcher(object.key()))
                        .filter(Matcher::matches)
                        .forEach(name ->
                                numbers.merge(Integer.valueOf(name.group(1)), Long.valueOf(name.group(2)), Math::max)))
                .map(numbers -> numbers);
    }

    /** Whether S3 answers within two seconds, even if the bucket is not there yet. */
    public Uni<Boolean> isAvailable() {
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

    private Multi<ListObjectsV2Response> pages(Map<Integer, Long> known) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new String[] {PREFIX}, after -> page(after[0]).invoke(page -> after[0] = next(page, known)))
                .whilst(page -> Boolean.TRUE.equals(page.isTruncated()));
    }

    /** Behind the last object of the page, or of the same chain behind the one that is known. */
    private static String next(ListObjectsV2Response page, Map<Integer, Long> known) {
        if (page.contents().isEmpty()) return PREFIX;
        String last = page.contents().get(page.contents().size() - 1).key();
        Matcher name = OBJECT.matcher(last);
        if (!name.matches()) return last;
        int chain = Integer.parseInt(name.group(1));
        String later = name(Checkpoint.key(chain, known.getOrDefault(chain, 0L)));
        return later.compareTo(last) > 0 ? later : last;
    }

    private Uni<ListObjectsV2Response> page(String after) {
        return call(() -> s3.listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(PREFIX)
                        .startAfter(after)
                        .build()))
                .onFailure(NoSuchBucketException.class)
                .recoverWithItem(
                        ListObjectsV2Response.builder().isTruncated(false).build());
    }

    private Uni<@Nullable String> read(String key) {
        return bytes(name(key)).map(bytes -> bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
    }

    private Uni<byte @Nullable []> bytes(String name) {
        return call(() -> s3.getObject(request -> request.bucket(bucket).key(name), AsyncResponseTransformer.toBytes()))
                .map(BytesWrapper::asByteArrayUnsafe)
                .onFailure(CheckpointArchive::isAbsent)
                .recoverWithNull();
    }

    /** Fails with {@link #isPresent} when there is one by now: of two writers the first one's stays. */
    private Uni<Void> write(String name, String type, AsyncRequestBody body) {
        return insert(name, type, body)
                .onFailure(failure -> mayCreate && failure instanceof NoSuchBucketException)
                .recoverWithUni(() -> createBucket().chain(() -> insert(name, type, body)));
    }

    private Uni<Void> insert(String name, String type, AsyncRequestBody body) {
        return call(() -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(name)
                                .contentType(type)
                                .ifNoneMatch("*"),
                        body))
                .replaceWithVoid();
    }

    /** Another replica wrote it a moment ago (412), or is about to (409). */
    private static boolean isPresent(Throwable failure) {
        return failure instanceof S3Exception s3 && (s3.statusCode() == 412 || s3.statusCode() == 409);
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
        return PREFIX + key + CHECKPOINT;
    }

    private static String segmentName(String key) {
        return PREFIX + key + SEGMENT;
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
