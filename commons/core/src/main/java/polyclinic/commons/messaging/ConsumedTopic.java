package polyclinic.commons.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import java.util.concurrent.TimeUnit;

/**
 * How a topic's events fare. When {@value #MAX_IN_A_ROW} of them were set aside in a row, without one that had its effect, the
 * cause is hardly in the events: then none is set aside any more, and they wait until one succeeds. A restart lets as many
 * again pass.
 */
final class ConsumedTopic {
    static final int MAX_IN_A_ROW = 20;
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Counter waiting;
    private int inARow;
    private long reportedNanos = System.nanoTime() - REPORT_NANOS;

    ConsumedTopic(String name, MeterRegistry metrics) {
        this.name = name;
        this.waiting = Counter.builder("polyclinic.events.waiting")
                .description("Failed attempts after which events wait for the next one")
                .tag("topic", name)
                .register(metrics);
    }

    synchronized void succeeded() {
        inARow = 0;
    }

    synchronized void setAside() {
        inARow++;
    }

    void waits() {
        waiting.increment();
    }

    /** Whether an event that is poison may be set aside; says once a minute that it may not. */
    synchronized boolean maySetAside() {
        if (inARow < MAX_IN_A_ROW) return true;
        if (System.nanoTime() - reportedNanos >= REPORT_NANOS) {
            reportedNanos = System.nanoTime();
            Log.errorf(
                    "topic=%s: %d dead letters in a row, so the next event waits; look at their reasons, the cause may not be in"
                            + " the events",
                    name, inARow);
        }
        return false;
    }
}
