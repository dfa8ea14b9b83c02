package polyclinic.notes.webhooks.delivery;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.notes.flags.KnownFlags;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;
import polyclinic.notes.webhooks.ledger.Webhooks;

/**
 * Takes up what is due and has it tried. Each delivery is claimed by one replica for a minute, which is longer than an attempt takes; if
 * that one dies, it is tried again by whoever comes next, with the same {@code webhook-id}. A webhook whose receiver is slow has a few
 * under way and holds up no other.
 */
@ApplicationScoped
public class DeliveryRounds {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final DeliveryAttempts attempts;
    private final WebhookMetrics metrics;
    private final WebhookConfig config;
    private final KnownFlags flags;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;
    private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();

    DeliveryRounds(
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            DeliveryAttempts attempts,
            WebhookMetrics metrics,
            WebhookConfig config,
            KnownFlags flags,
            Clock clock,
            Vertx vertx,
            Hold hold) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.metrics = metrics;
        this.config = config;
        this.flags = flags;
        this.clock = clock;
        this.work = hold.background("webhooks");
        this.rounds = new PeriodicWork(vertx, "deliveries to webhooks", PERIOD, () -> work.unlessHeld(this::takeUp)
                .replaceWith(false));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Something is due now. */
    public void wake() {
        rounds.wake();
    }

    /** Nothing while webhooks are switched off: what is due waits, and what comes meanwhile is due then. */
    private Uni<Void> takeUp() {
        return webhooks.all().invoke(metrics::know).chain(all -> Multi.createFrom()
                .iterable(flags.isOn(SuiteFeature.WEBHOOKS) ? all : List.of())
                .onItem()
                .transformToUniAndConcatenate(this::takeUpDue)
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> takeUpDue(Webhook webhook) {
        return AsyncLoop.whileMore(() -> takeUpOne(webhook));
    }

    /** Answers whether there may be another one for it. */
    private Uni<Boolean> takeUpOne(Webhook webhook) {
        if (!hasRoom(webhook)) return Uni.createFrom().item(false);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return deliveries
                .claim(webhook.id(), webhook.isDisabled(), now, now.plus(CLAIM))
                .map(claimed -> {
                    if (claimed == null) return false;
                    begin(webhook, claimed);
                    return true;
                });
    }

    private boolean hasRoom(Webhook webhook) {
        int all = underWay.values().stream().mapToInt(Integer::intValue).sum();
        int most = webhook.failingSince() == null ? config.perWebhook() : 1;
        return all < config.atOnce() && underWay.getOrDefault(webhook.id(), 0) < most;
    }

    /** Not within the round: what waits for a receiver holds up neither other webhooks nor a recovery point. */
    private void begin(Webhook webhook, WebhookDelivery delivery) {
        underWay.merge(webhook.id(), 1, Integer::sum);
        Uni.createFrom()
                .deferred(() -> attempts.attempt(webhook, delivery, work))
                .onTermination()
                .invoke(() -> underWay.computeIfPresent(webhook.id(), DeliveryRounds::oneLess))
                .subscribe()
                .with(
                        done -> rounds.wake(),
                        failure -> Log.warnf(
                                "what came of a delivery could not be kept: %s",
                                failure.getClass().getName()));
    }

    private static @Nullable Integer oneLess(UUID webhook, Integer count) {
        return count > 1 ? count - 1 : null;
    }
}
