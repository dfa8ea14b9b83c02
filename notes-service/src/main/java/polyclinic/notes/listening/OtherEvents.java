package polyclinic.notes.listening;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.notes.timelines.Timelines;

/** What else belongs on a timeline: prescriptions, assets and, like any other reader, what this service wrote itself. */
@ApplicationScoped
class OtherEvents {
    private final EventConsumer deliveries;
    private final Timelines timelines;

    OtherEvents(EventConsumer deliveries, Timelines timelines) {
        this.deliveries = deliveries;
        this.timelines = timelines;
    }

    @Incoming("prescriptions")
    Uni<Void> onPrescription(ConsumerRecords<String, String> poll) {
        return deliveries.together(poll, timelines::learn);
    }

    @Incoming("notes")
    Uni<Void> onNote(ConsumerRecords<String, String> poll) {
        return deliveries.together(poll, timelines::learn);
    }

    @Incoming("assets")
    Uni<Void> onAsset(ConsumerRecords<String, String> poll) {
        return deliveries.together(poll, timelines::learn);
    }
}
