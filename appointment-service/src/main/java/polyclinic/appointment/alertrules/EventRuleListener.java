package polyclinic.appointment.alertrules;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.alerts.AlertRaising;
import polyclinic.appointment.projections.EmergencyAccessHandler;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.postgres.Inbox;

/** Hears of what other services tell, and applies the rules to it, each event once. */
@ApplicationScoped
class EventRuleListener implements EmergencyAccessHandler {
    private final EventConsumer consumer;
    private final Inbox inbox;
    private final AlertRaising alerts;
    private final ReviewTasks reviews;

    EventRuleListener(EventConsumer consumer, Inbox inbox, AlertRaising alerts, ReviewTasks reviews) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.alerts = alerts;
        this.reviews = reviews;
    }

    @Incoming("prescriptions")
    Uni<Void> onPrescriptions(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    @Incoming("billing")
    Uni<Void> onBilling(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        return switch (event.type()) {
            case "stock.replenished.v1" -> inbox.once(event, () -> replenished(event));
            case "lab-request.review-overdue.v1" -> inbox.once(event, () -> reviews.make(event));
            case "lab-request.reviewed.v1" -> inbox.once(event, () -> reviews.end(event, TaskStatus.COMPLETED));
            case "lab-request.cancelled.v1" -> inbox.once(event, () -> reviews.end(event, TaskStatus.CANCELLED));
            default -> raise(event);
        };
    }

    private Uni<Void> raise(CloudEvent event) {
        Optional<AlertFact> fact = AlertRules.fact(event);
        return fact.isEmpty() ? Uni.createFrom().voidItem() : inbox.once(event, () -> alerts.raise(fact.get()));
    }

    private record Item(@Nullable UUID inventoryItemId) {}

    private Uni<Void> replenished(CloudEvent event) {
        UUID item = Objects.requireNonNull(event.as(Item.class).inventoryItemId(), "inventoryItemId");
        return alerts.end(AlertKind.LOW_STOCK, item, event.time());
    }

    /** In the transaction in which the access begins to count here. */
    @Override
    public Uni<Void> granted(CloudEvent event) {
        Optional<AlertFact> fact = AlertRules.fact(event);
        return fact.isEmpty() ? Uni.createFrom().voidItem() : alerts.raise(fact.get());
    }
}
