package polyclinic.notes.listening;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.notes.people.KnownPatients;
import polyclinic.notes.timelines.Timelines;

/** {@code patient.events}: who is a patient. */
@ApplicationScoped
class PatientEvents {
    private final EventConsumer deliveries;
    private final KnownPatients known;
    private final Timelines timelines;

    PatientEvents(EventConsumer deliveries, KnownPatients known, Timelines timelines) {
        this.deliveries = deliveries;
        this.known = known;
        this.timelines = timelines;
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.oneByOne(poll, this::on);
    }

    private Uni<Void> on(CloudEvent event) {
        return switch (event.type()) {
            case "patient.registered.v1", "patient.updated.v1" ->
                known.learn(event.as(Patient.class).required()).chain(() -> timelines.learn(List.of(event)));
            default -> timelines.learn(List.of(event));
        };
    }

    record Patient(UUID patientId) {
        UUID required() {
            if (patientId == null) throw new IllegalArgumentException("an event of a patient names none");
            return patientId;
        }
    }
}
