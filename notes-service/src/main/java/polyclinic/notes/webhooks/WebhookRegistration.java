package polyclinic.notes.webhooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.Author;
import polyclinic.notes.webhooks.delivery.ReceiverUrl;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookSecret;
import polyclinic.notes.webhooks.ledger.Webhooks;

/** Registers webhooks and deletes them, each with its entry in the trail. */
@ApplicationScoped
class WebhookRegistration {
    private final Webhooks webhooks;
    private final WebhookQueries queries;
    private final WebhookSecret secrets;
    private final ReceiverUrl.Rules urls;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    WebhookRegistration(
            Webhooks webhooks,
            WebhookQueries queries,
            WebhookSecret secrets,
            ReceiverUrl.Rules urls,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.webhooks = webhooks;
        this.queries = queries;
        this.secrets = secrets;
        this.urls = urls;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** The answer has the secret, and so has that to the request's repetition; nothing else ever shows it. */
    Uni<Answer<WebhookView>> register(RegisterWebhook request, Caller caller) {
        urls.require(request.url());
        return idempotency.once(
                request,
                webhooks.mongoCollection(),
                receipts -> webhooks.requireRoom().chain(() -> add(request, caller, receipts)),
                earlier -> queries.readWithSecret(earlier.createdId()));
    }

    private Uni<Answer<WebhookView>> add(RegisterWebhook request, Caller caller, IdempotencyReceipts receipts) {
        UUID id = Ids.next();
        String secret = secrets.random();
        Webhook webhook = Webhook.register(
                id,
                request.url(),
                request.topics(),
                request.description(),
                secrets.seal(id, secret),
                Author.of(caller),
                now());
        Answer<WebhookView> answer =
                Answer.created("/api/v1/webhooks/" + id, webhook.version(), WebhookView.of(webhook, secret));
        return webhooks.add(webhook, receipts.seal(answer), outbox.embed(audit.entry("create", "webhook", id, null)))
                .replaceWith(answer);
    }

    /** Deleting what is not there is 404: a wrong id would go on being told. */
    Uni<Void> delete(UUID id) {
        return webhooks.require(id)
                .chain(() -> webhooks.delete(id, now(), outbox.embed(audit.entry("delete", "webhook", id, null))));
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
