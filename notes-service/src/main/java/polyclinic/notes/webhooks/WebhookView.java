package polyclinic.notes.webhooks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Author;
import polyclinic.notes.webhooks.ledger.DisabledReason;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookTopic;

/**
 * A webhook as administrators see it.
 *
 * @param secret by which the receiver verifies signatures; in the answer to the registration alone
 * @param failingSince since when no attempt has succeeded
 */
record WebhookView(
        UUID id,
        String url,
        List<WebhookTopic> topics,
        @Nullable String description,
        WebhookStatus status,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @Nullable DisabledReason disabledReason,
        Author createdBy,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret,
        @JsonIgnore long version) {
    static WebhookView of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookView of(Webhook webhook, @Nullable String secret) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.topics(),
                webhook.description(),
                WebhookStatus.of(webhook),
                webhook.failingSince(),
                webhook.disabledAt(),
                webhook.disabledReason(),
                webhook.createdBy(),
                webhook.createdAt(),
                secret,
                webhook.version());
    }
}
