package polyclinic.notes.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.content.Author;
import polyclinic.notes.testing.NotesServiceTest;
import polyclinic.notes.webhooks.ledger.AttemptOutcome;
import polyclinic.notes.webhooks.ledger.DeliveryAttempt;
import polyclinic.notes.webhooks.ledger.DeliveryStatus;
import polyclinic.notes.webhooks.ledger.Webhook;
import polyclinic.notes.webhooks.ledger.WebhookDeliveries;
import polyclinic.notes.webhooks.ledger.WebhookDelivery;
import polyclinic.notes.webhooks.ledger.WebhookMessage;
import polyclinic.notes.webhooks.ledger.WebhookTopic;

/** What replicas agree on by the ledger alone. The webhook of these deliveries is none that the service knows. */
@QuarkusTest
class WebhookLedgerTest extends NotesServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    WebhookDeliveries deliveries;

    @Inject
    WebhookRetention retention;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Webhook webhook = Webhook.register(
            UUID.randomUUID(),
            "https://hooks.example.org",
            List.of(WebhookTopic.ALERTS),
            null,
            "sealed",
            new Author("a", "b"),
            now);

    @Test
    void of_replicas_that_look_at_once_one_has_it_until_its_time_is_over() throws Exception {
        WebhookDelivery delivery = added();
        List<Callable<Boolean>> looks = new ArrayList<>();
        for (int i = 0; i < 8; i++) looks.add(() -> claim(now) != null);

        assertThat(Concurrently.run(looks)).containsOnlyOnce(true);
        assertThat(claim(now.plusSeconds(59))).isNull();
        assertThat(Objects.requireNonNull(claim(now.plusSeconds(61))).eventId()).isEqualTo(delivery.eventId());
    }

    @Test
    void who_took_longer_than_their_claim_changes_nothing() {
        added();
        WebhookDelivery slow = Objects.requireNonNull(claim(now));
        WebhookDelivery quick = Objects.requireNonNull(claim(now.plusSeconds(61)));

        end(quick, DeliveryStatus.DELIVERED);
        end(slow, DeliveryStatus.FAILED);

        WebhookDelivery kept =
                deliveries.require(webhook.id(), quick.id()).await().atMost(LIMIT);
        assertThat(kept.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(kept.attempts()).hasSize(1);
    }

    @Test
    void an_event_that_arrives_twice_is_one_delivery() {
        WebhookDelivery delivery = added();

        deliveries.add(List.of(delivery)).await().atMost(LIMIT);

        assertThat(collection("webhook_deliveries").countDocuments(Filters.eq("webhookId", webhook.id())))
                .isOne();
    }

    @Test
    void after_thirty_days_it_is_gone() {
        WebhookDelivery old = added();
        WebhookDelivery young = added();
        collection("webhook_deliveries")
                .updateOne(
                        Filters.eq("_id", old.id()),
                        Updates.set("createdAt", Date.from(now.minus(Duration.ofDays(31)))));

        retention.forgetSome().await().atMost(LIMIT);

        assertThat(collection("webhook_deliveries")
                        .find(Filters.eq("webhookId", webhook.id()))
                        .map(found -> found.get("_id", UUID.class)))
                .containsExactly(young.id());
    }

    private WebhookDelivery added() {
        WebhookMessage message = new WebhookMessage(
                UUID.randomUUID(), WebhookTopic.ALERTS, "alert.raised.v1", now, "alert", UUID.randomUUID(), false);
        WebhookDelivery delivery = WebhookDelivery.of(webhook, message, now);
        deliveries.add(List.of(delivery)).await().atMost(LIMIT);
        return delivery;
    }

    private WebhookDelivery claim(Instant at) {
        return deliveries
                .claim(webhook.id(), false, at, at.plusSeconds(60))
                .await()
                .atMost(LIMIT);
    }

    private void end(WebhookDelivery claimed, DeliveryStatus status) {
        deliveries
                .attempted(claimed, new DeliveryAttempt(now, AttemptOutcome.DELIVERED, 200, 1), status, null)
                .await()
                .atMost(LIMIT);
    }
}
