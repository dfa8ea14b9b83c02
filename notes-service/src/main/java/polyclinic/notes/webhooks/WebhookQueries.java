package polyclinic.notes.webhooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.webhooks.ledger.DeliveryStatus;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;
import polyclinic.notes.webhooks.ledger.WebhookSecret;
import polyclinic.notes.webhooks.ledger.Webhooks;

/** Reads webhooks and what was delivered to them, each read with its entry in the trail. */
@ApplicationScoped
class WebhookQueries {
    private static final String WEBHOOK = "webhook";
    private static final String DELIVERY = "webhook_delivery";

    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookSecret secrets;
    private final Audit audit;

    WebhookQueries(Webhooks webhooks, WebhookDeliveries deliveries, WebhookSecret secrets, Audit audit) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.secrets = secrets;
        this.audit = audit;
    }

    /** There are few, so it is one page. */
    Uni<Page<WebhookView>> list() {
        return webhooks.all()
                .map(all -> new Page<>(all.stream().map(WebhookView::of).toList(), null))
                .call(() -> audit.searched(WEBHOOK));
    }

    Uni<WebhookView> read(UUID id) {
        return found(id).map(WebhookView::of);
    }

    /** For the repetition of a registration. */
    Uni<Answer<WebhookView>> readWithSecret(UUID id) {
        return found(id)
                .map(webhook -> Answer.ok(
                        webhook.version(), WebhookView.of(webhook, secrets.open(webhook.id(), webhook.secret()))));
    }

    private Uni<Webhook> found(UUID id) {
        return webhooks.require(id).call(() -> audit.read(WEBHOOK, id, null));
    }

    Uni<Page<WebhookDeliveryView>> deliveries(
            UUID webhookId, @Nullable DeliveryStatus status, @Nullable PageKey after, int limit) {
        return webhooks.require(webhookId)
                .chain(() -> Page.of(
                        deliveries.list(webhookId, status, after, limit),
                        limit,
                        WebhookDeliveryView::of,
                        WebhookQueries::place))
                .call(() -> audit.searched(DELIVERY));
    }

    private static String place(WebhookDelivery last) {
        return new PageKey(last.createdAt(), last.id()).encode();
    }

    /** For the repetition of a request for another attempt. */
    Uni<Answer<WebhookDeliveryView>> readDelivery(UUID webhookId, UUID id) {
        return deliveries
                .require(webhookId, id)
                .call(() -> audit.read(DELIVERY, id, null))
                .map(delivery -> Answer.ok(WebhookDeliveryView.of(delivery)));
    }
}
