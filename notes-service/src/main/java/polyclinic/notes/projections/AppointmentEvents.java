package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/**
 * Listens to {@code appointment.events}: who has whom in care, by an appointment or by a place in the queue, and what of it
 * belongs on timelines.
 */
@ApplicationScoped
class AppointmentEvents {
    private final EventConsumer consumer;
    private final CareRelationships care;
    private final TimelineEntries timelines;

    AppointmentEvents(EventConsumer consumer, CareRelationships care, TimelineEntries timelines) {
        this.consumer = consumer;
        this.care = care;
        this.timelines = timelines;
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::record);
    }

    private Uni<Void> record(List<CloudEvent> events) {
        return care.record(events).chain(() -> timelines.record(events));
    }
}
