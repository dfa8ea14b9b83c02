package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/**
 * Listens to what decides who may see whom, and belongs on timelines too: who is a patient, and who has whom in care, by an
 * appointment, by a place in the queue or by emergency access.
 */
@ApplicationScoped
class AccessEvents {
    private final EventConsumer consumer;
    private final KnownPatients patients;
    private final CareRelationships care;
    private final TimelineEntries timelines;
    private final EventFollowers followers;

    AccessEvents(
            EventConsumer consumer,
            KnownPatients patients,
            CareRelationships care,
            TimelineEntries timelines,
            EventFollowers followers) {
        this.consumer = consumer;
        this.patients = patients;
        this.care = care;
        this.timelines = timelines;
        this.followers = followers;
    }

    @Incoming("patients")
    Uni<Void> onPatients(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::recordPatients);
    }

    @Incoming("appointments")
    Uni<Void> onAppointments(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::recordCare);
    }

    private Uni<Void> recordPatients(List<CloudEvent> events) {
        return patients.record(events).chain(() -> recordCare(events));
    }

    private Uni<Void> recordCare(List<CloudEvent> events) {
        return care.record(events).chain(() -> timelines.record(events)).chain(() -> followers.follow(events));
    }
}
