package polyclinic.audit.checkpoints;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a chain is due for a checkpoint: as soon as one is full, else when its oldest uncovered entry may have waited for long
 * enough. One at every look, for three entries each, would outgrow the trail itself within a few years.
 */
final class CheckpointCadence {
    private final int maxEntries;
    private final Duration atLatest;
    /** Chain → the latest look at which all of it was covered. */
    private final Map<Integer, Instant> coveredAt = new ConcurrentHashMap<>();

    CheckpointCadence(int maxEntries, Duration atLatest) {
        this.maxEntries = maxEntries;
        this.atLatest = atLatest;
    }

    /** @param uncovered entries beyond the last checkpoint, as of {@code now} */
    boolean isDue(int chain, long uncovered, Instant now) {
        if (uncovered <= 0) {
            covered(chain, now);
            return false;
        }
        Instant since = coveredAt.computeIfAbsent(chain, first -> now);
        return uncovered >= maxEntries || !now.isBefore(since.plus(atLatest));
    }

    /** All that the chain had at {@code look} is covered. */
    void covered(int chain, Instant look) {
        coveredAt.put(chain, look);
    }

    /** Before this moment no chain has an entry that is not covered. */
    Instant allCoveredAt(Instant now) {
        return coveredAt.values().stream().min(Instant::compareTo).orElse(now);
    }
}
