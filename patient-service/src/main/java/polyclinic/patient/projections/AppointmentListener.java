package polyclinic.patient.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.messaging.EventConsumer;

/** Records from {@code appointment.events} which doctor has which patient in care. */
@ApplicationScoped
class AppointmentListener {
    private final EventConsumer consumer;
    private final CareRelationships care;

    AppointmentListener(EventConsumer consumer, CareRelationships care) {
        this.consumer = consumer;
        this.care = care;
    }

    @Incoming("appointments")
    public Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, care::record);
    }
}
