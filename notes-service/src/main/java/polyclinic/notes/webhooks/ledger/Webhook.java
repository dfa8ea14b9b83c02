package polyclinic.notes.webhooks.ledger;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.notes.content.Author;

/** An address that is told of events. A deleted one stays for a while without its secret, until its entries of the trail have left. */
@MongoEntity(collection = Webhooks.COLLECTION)
public class Webhook extends OutboxDocument {
    @BsonId
    private UUID id;

    private long version;
    private String url;
    private List<WebhookTopic> topics = new ArrayList<>();
    private @Nullable String description;
    /** As {@link WebhookSecret} seals it. */
    private @Nullable String secret;

    private Author createdBy;
    private Instant createdAt;
    /** Since when no delivery has succeeded, of those that were tried. */
    private @Nullable Instant failingSince;

    private @Nullable Instant disabledAt;
    private @Nullable DisabledReason disabledReason;

    @SuppressWarnings("NullAway.Init")
    private Webhook() {}

    /** @param secret sealed */
    public static Webhook register(
            UUID id,
            String url,
            List<WebhookTopic> topics,
            @Nullable String description,
            String secret,
            Author by,
            Instant now) {
        Webhook webhook = new Webhook();
        webhook.id = id;
        webhook.version = 1;
        webhook.url = url;
        webhook.topics = topics.stream().distinct().sorted().toList();
        webhook.description = description;
        webhook.secret = secret;
        webhook.createdBy = by;
        webhook.createdAt = now;
        return webhook;
    }

    /** Whether it is to be told: it asks for this, and was there when it happened. */
    public boolean asksFor(WebhookMessage message) {
        return topics.contains(message.topic()) && !message.occurredAt().isBefore(createdAt);
    }

    public boolean isDisabled() {
        return disabledAt != null;
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String url() {
        return url;
    }

    public List<WebhookTopic> topics() {
        return topics;
    }

    public @Nullable String description() {
        return description;
    }

    public @Nullable String secret() {
        return secret;
    }

    public Author createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant failingSince() {
        return failingSince;
    }

    public @Nullable Instant disabledAt() {
        return disabledAt;
    }

    public @Nullable DisabledReason disabledReason() {
        return disabledReason;
    }
}
