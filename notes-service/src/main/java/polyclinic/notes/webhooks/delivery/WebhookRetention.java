package polyclinic.notes.webhooks.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.Webhooks;

/**
 * Deletes what has been in the ledger for long enough, and what is left of deleted webhooks. A TTL index would not wait for what is still
 * to be sent. Replicas need not agree on who does it.
 */
@ApplicationScoped
class WebhookRetention {
    private static final Duration PERIOD = Duration.ofHours(1);

    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookConfig config;
    private final Clock clock;
    private final PeriodicWork rounds;

    WebhookRetention(
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookConfig config,
            Clock clock,
            Vertx vertx,
            Hold hold) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.config = config;
        this.clock = clock;
        BackgroundWork work = hold.background("webhook_ledger");
        this.rounds =
                new PeriodicWork(vertx, "retention of deliveries", PERIOD, () -> work.whenReleased(this::forgetSome));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
        rounds.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Answers whether there may be more. */
    Uni<Boolean> forgetSome() {
        Instant before = clock.instant().minus(config.retention());
        return webhooks.forgetDeleted(before).chain(() -> deliveries.forget(before));
    }
}
