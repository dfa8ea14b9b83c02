package polyclinic.clients.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What a load measured. Single-threaded: all of it happens on one event loop. */
final class Run {
    /** Microseconds up to two minutes. */
    final Histogram micros = new Histogram(120_000_000L, 3);

    final Map<String, Long> failures = new TreeMap<>();
    long beginNanos;
    long endNanos;
    long done;

    void ok(long nanos) {
        done++;
        micros.recordValue(Math.max(0, Math.min(nanos / 1000, 120_000_000L)));
    }

    void failed(String why) {
        failures.merge(why, 1L, Long::sum);
    }

    double perSecond() {
        return done * 1e9 / Math.max(1, endNanos - beginNanos);
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
