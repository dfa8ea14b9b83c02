package polyclinic.audit.archive;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointJson;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The checkpoints in S3: objects {@code checkpoints/<chain>/<number>.json}, each written once, and beside each as {@code
 * .jsonl.gz} the entries that it adds ({@link EntrySegment}). Whoever can rewrite the
 * database cannot rewrite these; in production the bucket has object lock (or at least versioning) and this service's key
 * may not delete.
 */
@ApplicationScoped
public class CheckpointArchive {
    static final String PREFIX = "checkpoints/";
    private static final String CHECKPOINT = ".json";
    private static final String SEGMENT = ".jsonl.gz";
    private static final Pattern NAME = Pattern.compile("checkpoints/(\\d{4})/(\\d{12})\\.json");
    /** A checkpoint or a segment. */
    private static final Pattern OBJECT = Pattern.compile("checkpoints/(\\d{4})/.*");

    private final ArchiveBucket bucket;

    CheckpointArchive(ArchiveBucket bucket) {
        this.bucket = bucket;
    }

    /** The first call loads and prepares much of the client: here, not on a thread that others wait for. */
    void prepare(@Observes StartupEvent start) {
        bucket.isAvailable().await().indefinitely();
    }

    /** Writes it unless it is there; fails with {@link ConflictingCheckpoint} when what is there is not the same. */
    Uni<Void> put(Checkpoint checkpoint) {
        return putUnlessPresent(checkpoint)
                .onFailure(ArchiveBucket::isPresent)
                .recoverWithUni(() -> putUnlessPresent(checkpoint));
    }

    private Uni<Void> putUnlessPresent(Checkpoint checkpoint) {
        String body = CheckpointJson.text(checkpoint);
        return read(checkpoint.key()).chain(present -> {
            if (present == null)
                return bucket.write(name(checkpoint.key()), "application/json", body.getBytes(StandardCharsets.UTF_8));
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
                .onFailure(ArchiveBucket::isPresent)
                .recoverWithUni(() -> putSegmentUnlessPresent(key, entries));
    }

    private Uni<Void> putSegmentUnlessPresent(String key, List<ChainEntry> entries) {
        String name = segmentName(key);
        return bucket.read(name).chain(present -> {
            if (present == null) return bucket.write(name, "application/gzip", EntrySegment.write(entries));
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
        return bucket.read(segmentName(Checkpoint.key(chain, number)));
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
        return bucket.list(PREFIX, after, 2 * limit).map(CheckpointArchive::withoutSegment);
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

    private Multi<ListObjectsV2Response> pages(Map<Integer, Long> known) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new String[] {PREFIX}, after -> bucket.list(PREFIX, after[0], null)
                        .invoke(page -> after[0] = next(page, known)))
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

    private Uni<@Nullable String> read(String key) {
        return bucket.read(name(key)).map(bytes -> bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
    }

    private static String name(String key) {
        return PREFIX + key + CHECKPOINT;
    }

    private static String segmentName(String key) {
        return PREFIX + key + SEGMENT;
    }
}
