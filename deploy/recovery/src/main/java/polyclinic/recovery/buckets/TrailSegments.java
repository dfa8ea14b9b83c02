package polyclinic.recovery.buckets;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entries in the bucket of the audit trail: beside each checkpoint {@code checkpoints/<chain>/<number>.json} a segment
 * {@code .jsonl.gz} with those that it adds. The segment is written first; a checkpoint of before segments were written at all
 * may have none yet.
 */
public final class TrailSegments {
    private static final Pattern CHECKPOINT = Pattern.compile("(checkpoints/\\d+/\\d+)\\.json");
    private static final Pattern SEGMENT = Pattern.compile("(checkpoints/\\d+/\\d+)\\.jsonl\\.gz");

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

    /**
     * Returns the objects without the segments whose checkpoint is not written yet. A trail that is brought back goes on at its
     * last checkpoint, and the next adds other entries than such a segment has.
     *
     * @param objects of a listing, by their keys
     */
    static Map<String, String> signed(Map<String, String> objects) {
        Map<String, String> signed = new TreeMap<>(objects);
        signed.keySet().removeIf(key -> {
            Matcher segment = SEGMENT.matcher(key);
            return segment.matches() && !objects.containsKey(segment.group(1) + ".json");
        });
        return signed;
    }
}
