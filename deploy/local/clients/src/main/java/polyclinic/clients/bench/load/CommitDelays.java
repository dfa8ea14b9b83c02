package polyclinic.clients.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The times from each commit to when somebody was told of it. */
public final class CommitDelays {
    private static final long MAX_MICROS = 120_000_000;

    private final Histogram micros = new Histogram(MAX_MICROS, 3);

    /**
     * Counts commits that were told of, without those of the warm-up.
     *
     * @param arrival when it was told of; null for one that was not
     * @param countFrom what was committed before does not count
     */
    public CommitDelays(Map<UUID, Instant> commits, Function<UUID, @Nullable Instant> arrival, Instant countFrom) {
        commits.forEach((id, commit) -> {
            Instant arrived = arrival.apply(id);
            if (arrived == null || commit.isBefore(countFrom)) return;
            micros.recordValue(Math.max(0, Math.min(ChronoUnit.MICROS.between(commit, arrived), MAX_MICROS)));
        });
    }

    public long count() {
        return micros.getTotalCount();
    }

    public double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
