package polyclinic.asset.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.messaging.EventConsumer;

/** {@code appointment.events}: which doctor has which patient in care. */
@ApplicationScoped
class CareListener {
    private final EventConsumer consumer;
    private final CareRelationships care;

    CareListener(EventConsumer consumer, CareRelationships care) {
        this.consumer = consumer;
        this.care = care;
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, care::record);
    }
}
