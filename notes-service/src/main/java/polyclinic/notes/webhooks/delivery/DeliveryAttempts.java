package polyclinic.notes.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.json.Json;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.notes.webhooks.ledger.AttemptOutcome;
import polyclinic.notes.webhooks.ledger.DeliveryAttempt;
import polyclinic.notes.webhooks.ledger.DeliveryStatus;
import polyclinic.notes.webhooks.ledger.DisabledReason;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;
import polyclinic.notes.webhooks.ledger.WebhookSecret;
import polyclinic.notes.webhooks.ledger.Webhooks;

/** Tries a delivery once and enters what came of it: into the ledger, and into the webhook where it changes something there. */
@ApplicationScoped
class DeliveryAttempts {
    private static final double JITTER = 0.2;

    private final WebhookSender sender;
    private final WebhookSecret secrets;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookMetrics metrics;
    private final WebhookConfig config;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DeliveryAttempts(
            WebhookSender sender,
            WebhookSecret secrets,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookMetrics metrics,
            WebhookConfig config,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.sender = sender;
        this.secrets = secrets;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.config = config;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param work as part of which the outcome is written, so that nothing is while stores are being marked */
    Uni<Void> attempt(Webhook webhook, WebhookDelivery delivery, BackgroundWork work) {
        Instant begun = now();
        return send(webhook, delivery, begun)
                .invoke(result -> metrics.attempted(result.outcome()))
                .chain(result -> work.whenReleased(() -> enter(webhook, delivery, attempt(begun, result))));
    }

    private DeliveryAttempt attempt(Instant begun, WebhookSender.Result result) {
        long took = Math.max(0, Duration.between(begun, now()).toMillis());
        return new DeliveryAttempt(begun, result.outcome(), result.status(), took);
    }

    private Uni<WebhookSender.Result> send(Webhook webhook, WebhookDelivery delivery, Instant now) {
        String secret = secrets.open(webhook.id(), webhook.secret());
        if (secret == null) return Uni.createFrom().item(new WebhookSender.Result(AttemptOutcome.SECRET_LOST, null));
        byte[] body = body(delivery).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "polyclinic-webhooks",
                "webhook-id",
                delivery.eventId().toString(),
                "webhook-timestamp",
                String.valueOf(now.getEpochSecond()),
                "webhook-signature",
                WebhookSignature.of(secret, delivery.eventId().toString(), now.getEpochSecond(), body));
        return sender.post(ReceiverUrl.of(webhook.url()), headers, body, delivery.tries());
    }

    private static String body(WebhookDelivery delivery) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("entityType", delivery.entityType());
        data.put("entityId", delivery.entityId());
        if (delivery.isDeleted()) data.put("deleted", true);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", delivery.type());
        payload.put("timestamp", delivery.occurredAt());
        payload.put("data", data);
        return Json.write(payload);
    }

    private Uni<Void> enter(Webhook webhook, WebhookDelivery delivery, DeliveryAttempt attempt) {
        if (attempt.outcome() == AttemptOutcome.DELIVERED) {
            Uni<Void> entered = deliveries.attempted(delivery, attempt, DeliveryStatus.DELIVERED, null);
            boolean worked = webhook.failingSince() == null && !webhook.isDisabled();
            return worked ? entered : entered.chain(() -> webhooks.works(webhook.id()));
        }
        Instant next = next(delivery.tries());
        DeliveryStatus status = next == null ? DeliveryStatus.FAILED : DeliveryStatus.PENDING;
        return deliveries
                .attempted(delivery, attempt, status, next)
                .chain(() -> webhooks.fails(webhook.id(), attempt.at()))
                .chain(() -> disable(webhook, reason(webhook, attempt)));
    }

    /** When it is tried again after so many attempts before the last one; null for never. */
    private @Nullable Instant next(int before) {
        List<Duration> pauses = config.pauses();
        if (before >= pauses.size()) return null;
        double share = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
        return now().plusMillis((long) (pauses.get(before).toMillis() * share));
    }

    private @Nullable DisabledReason reason(Webhook webhook, DeliveryAttempt attempt) {
        if (attempt.outcome() == AttemptOutcome.GONE) return DisabledReason.GONE;
        if (attempt.outcome() == AttemptOutcome.SECRET_LOST) return DisabledReason.SECRET_LOST;
        Instant since = webhook.failingSince();
        boolean longAgo = since != null && !since.plus(config.disableAfter()).isAfter(attempt.at());
        return longAgo ? DisabledReason.FAILING : null;
    }

    private Uni<Void> disable(Webhook webhook, @Nullable DisabledReason reason) {
        if (reason == null || webhook.isDisabled()) return Uni.createFrom().voidItem();
        return webhooks.disable(
                webhook.id(),
                reason,
                now(),
                outbox.embed(audit.entry("disable", "webhook", webhook.id(), null)
                        .withReason(reason.name().toLowerCase(Locale.ROOT))));
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
