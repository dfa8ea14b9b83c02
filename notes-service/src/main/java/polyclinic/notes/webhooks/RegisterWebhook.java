package polyclinic.notes.webhooks;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.webhooks.ledger.WebhookTopic;

/**
 * @param url of the receiver: {@code https}, without a user or a fragment, in a public network unless the installation allows others
 * @param topics of which it is told
 * @param description for people
 */
record RegisterWebhook(
        @NotBlank @Size(max = 2000) String url,
        @NotEmpty @Size(max = 10) List<@NotNull WebhookTopic> topics,
        @Size(max = 500) @Nullable String description) {}
