package polyclinic.notes.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.webhooks.ledger.DeliveryAttempt;
import polyclinic.notes.webhooks.ledger.DeliveryStatus;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;

/**
 * One event and what came of telling it.
 *
 * @param eventId the receiver's {@code webhook-id}
 * @param attempts the latest ones, oldest first
 * @param nextAttemptAt while it is pending
 */
record WebhookDeliveryView(
        UUID id,
        UUID webhookId,
        UUID eventId,
        String type,
        String entityType,
        UUID entityId,
        Instant occurredAt,
        Instant createdAt,
        DeliveryStatus status,
        List<DeliveryAttempt> attempts,
        @Nullable Instant nextAttemptAt) {
    static WebhookDeliveryView of(WebhookDelivery delivery) {
        return new WebhookDeliveryView(
                delivery.id(),
                delivery.webhookId(),
                delivery.eventId(),
                delivery.type(),
                delivery.entityType(),
                delivery.entityId(),
                delivery.occurredAt(),
                delivery.createdAt(),
                delivery.status(),
                delivery.attempts(),
                delivery.nextAttemptAt());
    }
}
