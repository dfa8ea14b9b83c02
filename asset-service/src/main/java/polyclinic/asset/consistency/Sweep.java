package polyclinic.asset.consistency;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One walk through blobs and documents, and what it has found so far. */
final class Sweep {
    private final MeterRegistry metrics;
    private final Instant old;
    private final Map<SweepFinding, Integer> findings = Collections.synchronizedMap(new EnumMap<>(SweepFinding.class));
    private long token;

    /** @param old what is not older than this is left alone: its request may still be running */
    Sweep(MeterRegistry metrics, Instant old) {
        this.metrics = metrics;
        this.old = old;
    }

    /** All findings are there from the start, so that an alert can rely on them. */
    static void register(MeterRegistry metrics) {
        for (SweepFinding finding : SweepFinding.values()) increment(metrics, finding, 0);
    }

    /** The turn under which documents are changed. */
    void begin(long fencingToken) {
        token = fencingToken;
    }

    long token() {
        return token;
    }

    Instant old() {
        return old;
    }

    void count(SweepFinding finding, int more) {
        if (more == 0) return;
        findings.merge(finding, more, Integer::sum);
        increment(metrics, finding, more);
    }

    Map<SweepFinding, Integer> findings() {
        return findings;
    }

    private static void increment(MeterRegistry metrics, SweepFinding finding, int more) {
        metrics.counter("polyclinic.sweeper.findings", "finding", finding.name().toLowerCase(Locale.ROOT))
                .increment(more);
    }
}
