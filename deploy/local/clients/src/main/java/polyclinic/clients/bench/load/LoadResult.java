package polyclinic.clients.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The calls of one load: how many, how fast, and why some failed. Not thread-safe: all calls end on one event loop. */
public final class LoadResult {
    private static final long MAX_MICROS = 120_000_000;

    private final Histogram micros = new Histogram(MAX_MICROS, 3);
    private final Map<String, Long> failures = new TreeMap<>();
    private long beginNanos;
    private long endNanos;
    private long succeeded;

    /** Sets the period that counts, in {@link System#nanoTime()}. */
    public void period(long beginNanos, long endNanos) {
        this.beginNanos = beginNanos;
        this.endNanos = endNanos;
    }

    long beginNanos() {
        return beginNanos;
    }

    long endNanos() {
        return endNanos;
    }

    public void succeed(long nanos) {
        succeeded++;
        micros.recordValue(Math.max(0, Math.min(nanos / 1000, MAX_MICROS)));
    }

    void fail(Throwable cause) {
        fail(String.valueOf(cause.getMessage()));
    }

    public void fail(String reason) {
        failures.merge(reason, 1L, Long::sum);
    }

    public long succeeded() {
        return succeeded;
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns reason → how many calls failed for it. */
    public Map<String, Long> failures() {
        return failures;
    }

    public double perSecond() {
        return succeeded * 1e9 / Math.max(1, endNanos - beginNanos);
    }

    /** Returns the latency at a percentile, in milliseconds. */
    public double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
