package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.EventConsumer;

/** Listens to what belongs on timelines and is kept for nothing else: prescriptions, files and this service's own documents. */
@ApplicationScoped
class TimelineEvents {
    private final EventConsumer consumer;
    private final TimelineEntries timelines;

    TimelineEvents(EventConsumer consumer, TimelineEntries timelines) {
        this.consumer = consumer;
        this.timelines = timelines;
    }

    @Incoming("prescriptions")
    Uni<Void> onPrescriptions(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, timelines::record);
    }

    @Incoming("billing")
    Uni<Void> onBilling(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, timelines::record);
    }

    @Incoming("notes")
    Uni<Void> onNotes(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, timelines::record);
    }

    @Incoming("assets")
    Uni<Void> onAssets(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, timelines::record);
    }
}
