package polyclinic.notes.webhooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.webhooks.delivery.DeliveryRounds;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.Webhooks;

/**
 * Has a delivery tried again at once, whatever came of it so far, with its entry in the trail. It is tried although its webhook is
 * disabled, and success enables that again.
 */
@ApplicationScoped
class WebhookRetry {
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookQueries queries;
    private final DeliveryRounds rounds;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    WebhookRetry(
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookQueries queries,
            DeliveryRounds rounds,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queries = queries;
        this.rounds = rounds;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<WebhookDeliveryView>> retry(UUID webhookId, UUID id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return idempotency.once(
                List.of(webhookId, id),
                deliveries.mongoCollection(),
                receipts -> webhooks.require(webhookId)
                        .chain(() -> deliveries.require(webhookId, id))
                        .chain(() -> deliveries.askAgain(
                                id,
                                now,
                                receipts.seal(Answer.ok(id)),
                                outbox.embed(audit.entry("retry", "webhook_delivery", id, null))))
                        .invoke(rounds::wake)
                        .map(delivery -> Answer.ok(WebhookDeliveryView.of(delivery))),
                earlier -> queries.readDelivery(webhookId, id));
    }
}
