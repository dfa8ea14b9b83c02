package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/**
 * Listens to what belongs on timelines: prescriptions, files and this service's own documents; and to laboratory requests, whose
 * results become clinical data.
 */
@ApplicationScoped
class TimelineEvents {
    private final EventConsumer consumer;
    private final TimelineEntries timelines;
    private final LabResults laboratory;
    private final EventFollowers followers;

    TimelineEvents(EventConsumer consumer, TimelineEntries timelines, LabResults laboratory, EventFollowers followers) {
        this.consumer = consumer;
        this.laboratory = laboratory;
        this.timelines = timelines;
        this.followers = followers;
    }

    @Incoming("prescriptions")
    Uni<Void> onPrescriptions(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, events -> laboratory.record(events).chain(() -> record(events)));
    }

    @Incoming("billing")
    Uni<Void> onBilling(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::record);
    }

    @Incoming("notes")
    Uni<Void> onNotes(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::record);
    }

    @Incoming("assets")
    Uni<Void> onAssets(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::record);
    }

    private Uni<Void> record(List<CloudEvent> events) {
        return timelines.record(events).chain(() -> followers.follow(events));
    }
}
