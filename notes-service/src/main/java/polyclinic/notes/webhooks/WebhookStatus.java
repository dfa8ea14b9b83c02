package polyclinic.notes.webhooks;

import polyclinic.notes.webhooks.ledger.Webhook;

/** How a webhook fares. */
enum WebhookStatus {
    ACTIVE,
    /** The latest attempts have failed, and are repeated. */
    FAILING,
    /** Nothing is sent any more, until a delivery that somebody asks for again succeeds. */
    DISABLED;

    static WebhookStatus of(Webhook webhook) {
        if (webhook.isDisabled()) return DISABLED;
        return webhook.failingSince() == null ? ACTIVE : FAILING;
    }
}
