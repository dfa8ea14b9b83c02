package polyclinic.commons.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * How an outbox fares: {@code polyclinic.outbox.pending} messages, of which the oldest has waited {@code
 * polyclinic.outbox.oldest} seconds and {@code polyclinic.audit.unsaved} are audit entries, {@code polyclinic.outbox.sent} so far,
 * and {@code polyclinic.outbox.turn}, 1 on the replica that sends.
 */
public final class OutboxMetrics {
    private final StoreReading<Backlog> backlog;
    private final Counter sent;
    private volatile boolean turn;

    /**
     * What waits to be sent.
     *
     * @param pending messages, or as many as were counted
     * @param entries how many of them are entries for the audit trail
     * @param oldestSeconds how long the oldest of them has waited; 0 when there is none
     */
    public record Backlog(long pending, long entries, double oldestSeconds) {}

    /** @param backlog asks the store */
    public OutboxMetrics(Vertx vertx, MeterRegistry metrics, Supplier<Uni<Backlog>> backlog) {
        this.backlog = new StoreReading<>(vertx, backlog);
        this.sent = Counter.builder("polyclinic.outbox.sent")
                .description("Messages of the outbox that Kafka has acknowledged")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.pending", this.backlog, reading -> reading.value(Backlog::pending))
                .description("Messages that wait in the outbox")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.oldest", this.backlog, reading -> reading.value(Backlog::oldestSeconds))
                .description("How long the oldest message in the outbox has waited")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("polyclinic.audit.unsaved", this.backlog, reading -> reading.value(Backlog::entries))
                .description("Audit entries in this service's own store that Kafka has not got yet")
                .register(metrics);
        Gauge.builder("polyclinic.outbox.turn", this, outbox -> outbox.turn ? 1 : 0)
                .description("Whether this replica sends what is in the outbox")
                .register(metrics);
    }

    public void start() {
        backlog.start();
    }

    public void stop() {
        backlog.stop();
    }

    public void sent(int messages) {
        sent.increment(messages);
    }

    public void turn(boolean held) {
        turn = held;
    }
}
