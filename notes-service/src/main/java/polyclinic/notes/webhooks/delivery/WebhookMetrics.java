package polyclinic.notes.webhooks.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyclinic.notes.webhooks.ledger.AttemptOutcome;
import polyclinic.notes.webhooks.ledger.Webhook;

/** How webhooks fare. */
@ApplicationScoped
@Startup
class WebhookMetrics {
    private final Map<AttemptOutcome, Counter> attempts = new EnumMap<>(AttemptOutcome.class);
    private volatile long disabled;
    private volatile long failing;

    WebhookMetrics(MeterRegistry metrics) {
        for (AttemptOutcome outcome : AttemptOutcome.values())
            attempts.put(
                    outcome,
                    Counter.builder("polyclinic.webhooks.attempts")
                            .description("Attempts to deliver to webhooks")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        Gauge.builder("polyclinic.webhooks.disabled", () -> disabled)
                .description("Webhooks to which nothing is sent any more")
                .register(metrics);
        Gauge.builder("polyclinic.webhooks.failing", () -> failing)
                .description("Webhooks whose deliveries fail and are tried again")
                .register(metrics);
    }

    void attempted(AttemptOutcome outcome) {
        Counter counter = attempts.get(outcome);
        if (counter != null) counter.increment();
    }

    void know(List<Webhook> webhooks) {
        disabled = webhooks.stream().filter(Webhook::isDisabled).count();
        failing = webhooks.stream()
                .filter(webhook -> !webhook.isDisabled() && webhook.failingSince() != null)
                .count();
    }
}
