package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/** Listens to {@code patient.events}: who is a patient, and what of it belongs on timelines. */
@ApplicationScoped
class PatientEvents {
    private final EventConsumer consumer;
    private final KnownPatients patients;
    private final TimelineEntries timelines;

    PatientEvents(EventConsumer consumer, KnownPatients patients, TimelineEntries timelines) {
        this.consumer = consumer;
        this.patients = patients;
        this.timelines = timelines;
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::record);
    }

    private Uni<Void> record(List<CloudEvent> events) {
        return patients.record(events).chain(() -> timelines.record(events));
    }
}
