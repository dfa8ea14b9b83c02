package polyclinic.notes.webhooks.ledger;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.OutboxDocument;

/** One event for one webhook. Its id is made of both, so that what arrives twice is one delivery. */
@MongoEntity(collection = WebhookDeliveries.COLLECTION)
public class WebhookDelivery extends OutboxDocument {
    @BsonId
    private UUID id;

    private UUID webhookId;
    private UUID eventId;
    private String type;
    private String entityType;
    private UUID entityId;
    private boolean deleted;
    private Instant occurredAt;
    private Instant createdAt;
    private DeliveryStatus status;
    /** Attempts since it began, or was asked for again: the next pause goes by it. */
    private int tries;
    /** The latest ones. */
    private List<DeliveryAttempt> attempts = new ArrayList<>();
    /** While it is being tried, when another replica may. */
    private @Nullable Instant nextAttemptAt;
    /** Whether somebody asked for it, so that it is tried although the webhook is disabled. */
    private boolean asked;

    @SuppressWarnings("NullAway.Init")
    private WebhookDelivery() {}

    public static WebhookDelivery of(Webhook webhook, WebhookMessage message, Instant now) {
        WebhookDelivery delivery = new WebhookDelivery();
        delivery.id = id(webhook.id(), message.eventId());
        delivery.webhookId = webhook.id();
        delivery.eventId = message.eventId();
        delivery.type = message.type();
        delivery.entityType = message.entityType();
        delivery.entityId = message.entityId();
        delivery.deleted = message.deleted();
        delivery.occurredAt = message.occurredAt();
        delivery.createdAt = now;
        delivery.status = DeliveryStatus.PENDING;
        delivery.nextAttemptAt = now;
        return delivery;
    }

    private static UUID id(UUID webhookId, UUID eventId) {
        ByteBuffer both = ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(webhookId.getMostSignificantBits())
                .putLong(webhookId.getLeastSignificantBits())
                .putLong(eventId.getMostSignificantBits())
                .putLong(eventId.getLeastSignificantBits());
        return UUID.nameUUIDFromBytes(both.array());
    }

    public UUID id() {
        return id;
    }

    public UUID webhookId() {
        return webhookId;
    }

    public UUID eventId() {
        return eventId;
    }

    public String type() {
        return type;
    }

    public String entityType() {
        return entityType;
    }

    public UUID entityId() {
        return entityId;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public Instant occurredAt() {
        return occurredAt;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public DeliveryStatus status() {
        return status;
    }

    public int tries() {
        return tries;
    }

    public List<DeliveryAttempt> attempts() {
        return attempts;
    }

    public @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }
}
