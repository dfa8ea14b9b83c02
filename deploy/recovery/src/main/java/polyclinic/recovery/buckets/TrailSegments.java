package polyclinic.recovery.buckets;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The entries in the bucket of the audit trail: beside each checkpoint {@code checkpoints/<chain>/<number>.json} a segment
 * {@code .jsonl.gz} with those that it adds. The segment is written a little later, and one of before segments were written
 * at all may have none yet.
 */
public final class TrailSegments {
    private static final Pattern CHECKPOINT = Pattern.compile("(checkpoints/\\d+/\\d+)\\.json");

    private TrailSegments() {}

    /**
     * Returns whether the trail can be rebuilt from its bucket: there are checkpoints, and each has its segment.
     *
     * @param earlier of a listing of the bucket, whose checkpoints count: those that are written meanwhile get their segments, too
     * @param keys of the same listing or of a later one
     */
    public static boolean areComplete(Set<String> earlier, Set<String> keys) {
        List<String> segments = earlier.stream()
                .map(CHECKPOINT::matcher)
                .filter(name -> name.matches())
                .map(name -> name.group(1) + ".jsonl.gz")
                .toList();
        return !segments.isEmpty() && keys.containsAll(segments);
    }
}
