package polyclinic.billing.automaticlines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.billing.settlement.VisitSettlement;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.postgres.Inbox;

/** {@code appointment.events} and {@code prescription.events}: what was done and handed out, given back and called off. */
@ApplicationScoped
class PerformedServiceListener {
    private final EventConsumer consumer;
    private final Inbox inbox;
    private final AutomaticCharging charging;
    private final DispenseReturns returns;
    private final VisitSettlement settlement;
    private final boolean auto;

    PerformedServiceListener(
            EventConsumer consumer,
            Inbox inbox,
            AutomaticCharging charging,
            DispenseReturns returns,
            VisitSettlement settlement,
            BillingConfig config) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.charging = charging;
        this.returns = returns;
        this.settlement = settlement;
        this.auto = config.auto();
    }

    @Incoming("appointments")
    Uni<Void> onAppointments(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    @Incoming("prescriptions")
    Uni<Void> onPrescriptions(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        return switch (event.type()) {
            case "appointment.cancelled.v1" -> {
                EndedVisit ended = EndedVisit.of(event);
                yield inbox.once(event, () -> settlement.cancel(ended.visit(), ended.patientId()));
            }
            case "appointment.no-show.v1" -> {
                EndedVisit ended = EndedVisit.of(event);
                yield inbox.once(event, () -> settlement.miss(ended.visit().id(), ended.patientId()));
            }
            case "queue.entry-moved.v1" ->
                EndedVisit.ofCancelledWalkIn(event)
                        .map(ended -> inbox.once(event, () -> settlement.cancel(ended.visit(), ended.patientId())))
                        .orElseGet(() -> Uni.createFrom().voidItem());
            case "dispense.handed-over.v1" -> {
                ServiceEvents.Return told = ServiceEvents.dispenseOf(event);
                yield inbox.once(event, () -> returns.handedOver(told));
            }
            case "dispense.returned.v1" -> {
                ServiceEvents.Return told = ServiceEvents.returned(event);
                yield inbox.once(event, () -> returns.returned(event.id(), told));
            }
            case "dispense.reversed.v1" -> {
                ServiceEvents.Return told = ServiceEvents.dispenseOf(event);
                yield inbox.once(event, () -> returns.reversed(told));
            }
            default -> performed(event);
        };
    }

    private Uni<Void> performed(CloudEvent event) {
        if (!auto) return Uni.createFrom().voidItem();
        return ServiceEvents.performed(event)
                .map(service -> inbox.once(event, () -> charging.charge(service)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
