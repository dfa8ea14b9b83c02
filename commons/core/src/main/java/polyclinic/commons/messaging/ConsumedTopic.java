package polyclinic.commons.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How a topic's events fare. When {@value #MAX_IN_A_ROW} of them were set aside in a row, without one that had its effect, the
 * cause is hardly in the events: then none is set aside any more, and they wait until one succeeds. A restart lets as many
 * again pass.
 */
final class ConsumedTopic {
    static final int MAX_IN_A_ROW = 20;
    private static final int MAX_TYPES = 50;
    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final MeterRegistry metrics;
    private final Counter waiting;
    private final Counter applied;
    private final Map<String, Timer> delays = new ConcurrentHashMap<>();
    private int inARow;
    private long reportedNanos = System.nanoTime() - REPORT_NANOS;

    ConsumedTopic(String name, MeterRegistry metrics) {
        this.name = name;
        this.metrics = metrics;
        this.waiting = Counter.builder("polyclinic.events.waiting")
                .description("Failed attempts after which events wait for the next one")
                .tag("topic", name)
                .register(metrics);
        this.applied = events(name, "applied", metrics);
    }

    static Counter events(String topic, String result, MeterRegistry metrics) {
        return Counter.builder("polyclinic.events")
                .description("Events that have had their effect, and those that were set aside")
                .tag("topic", topic)
                .tag("result", result)
                .register(metrics);
    }

    /** A type is text that another service wrote: however many it writes, there are not as many series. */
    private String label(String type) {
        return delays.size() < MAX_TYPES || delays.containsKey(type) ? type : "other";
    }

    private Timer delay(String type) {
        return Timer.builder("polyclinic.event.delay")
                .description("From the moment of which an event tells to the end of its effect here")
                .tag("topic", name)
                .tag("type", type)
                .register(metrics);
    }

    /** @param events those that have had their effect, now or before */
    void succeeded(List<CloudEvent> events) {
        readable();
        applied.increment(events.size());
        Instant now = Instant.now();
        for (CloudEvent event : events)
            delays.computeIfAbsent(label(event.type()), this::delay).record(Duration.between(event.time(), now));
    }

    /** What the topic brings can be read. */
    synchronized void readable() {
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
