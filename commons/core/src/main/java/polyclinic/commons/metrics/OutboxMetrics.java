package polyclinic.commons.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How an outbox fares: {@code polyclinic.outbox.pending} messages, of which the oldest has waited {@code
 * polyclinic.outbox.oldest} seconds, {@code polyclinic.outbox.sent} so far, and {@code polyclinic.outbox.turn}, 1 on the replica
 * that sends. When the store cannot say how much there is, the gauges are NaN: unknown is not none.
 */
public final class OutboxMetrics {
    private static final long PERIOD_MS = Duration.ofSeconds(10).toMillis();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Supplier<Uni<Backlog>> backlog;
    private final Counter sent;
    private volatile double pending = Double.NaN;
    private volatile double oldestSeconds = Double.NaN;
    private volatile boolean turn;
    private long timer = -1;

    /**
     * What waits to be sent.
     *
     * @param pending messages, or as many as were counted
     * @param oldestSeconds how long the oldest of them has waited; 0 when there is none
     */
    public record Backlog(long pending, double oldestSeconds) {}

    /** @param backlog asks the store */
    public OutboxMetrics(Vertx vertx, MeterRegistry metrics, Supplier<Uni<Backlog>> backlog) {
        this.vertx = vertx;
        this.backlog = backlog;
        this.sent = Counter.builder("polyclinic.outbox.sent")
                .description("Messages of the outbox that Kafka has acknowledged")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.pending", this, outbox -> outbox.pending)
                .description("Messages that wait in the outbox")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.oldest", this, outbox -> outbox.oldestSeconds)
                .description("How long the oldest message in the outbox has waited")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.turn", this, outbox -> outbox.turn ? 1 : 0)
                .description("Whether this replica sends what is in the outbox")
                .register(metrics);
    }

    public void start() {
        timer = vertx.setPeriodic(1, PERIOD_MS, tick -> measure());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    public void sent(int messages) {
        sent.increment(messages);
    }

    public void turn(boolean held) {
        turn = held;
    }

    private void measure() {
        backlog.get()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .subscribe()
                .with(
                        measured -> {
                            pending = measured.pending();
                            oldestSeconds = measured.oldestSeconds();
                        },
                        unknown -> {
                            pending = Double.NaN;
                            oldestSeconds = Double.NaN;
                        });
    }
}
