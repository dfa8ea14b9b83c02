package polyclinic.notes.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.notes.projections.EventFollower;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;
import polyclinic.notes.webhooks.ledger.WebhookMessage;
import polyclinic.notes.webhooks.ledger.Webhooks;

/**
 * Makes a delivery of each event for each webhook that asks for it. Webhooks are read for every poll: one that was registered at another
 * replica a moment ago misses nothing.
 */
@ApplicationScoped
class WebhookIntake implements EventFollower {
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final DeliveryRounds rounds;
    private final Clock clock;

    WebhookIntake(Webhooks webhooks, WebhookDeliveries deliveries, DeliveryRounds rounds, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.rounds = rounds;
        this.clock = clock;
    }

    @Override
    public Uni<Void> follow(List<CloudEvent> events) {
        List<WebhookMessage> messages =
                events.stream().map(WebhookMessage::of).filter(Objects::nonNull).toList();
        if (messages.isEmpty()) return Uni.createFrom().voidItem();
        return webhooks.all().chain(all -> add(due(all, messages)));
    }

    private List<WebhookDelivery> due(List<Webhook> all, List<WebhookMessage> messages) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<WebhookDelivery> due = new ArrayList<>();
        for (Webhook webhook : all)
            for (WebhookMessage message : messages)
                if (!webhook.isDisabled() && webhook.asksFor(message))
                    due.add(WebhookDelivery.of(webhook, message, now));
        return due;
    }

    private Uni<Void> add(List<WebhookDelivery> due) {
        if (due.isEmpty()) return Uni.createFrom().voidItem();
        return deliveries.add(due).invoke(rounds::wake);
    }
}
