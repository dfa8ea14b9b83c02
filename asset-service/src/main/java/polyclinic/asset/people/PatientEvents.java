package polyclinic.asset.people;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/** Listens to {@code patient.events}. Remembering a patient twice is remembering them once. */
@ApplicationScoped
class PatientEvents {
    private final EventConsumer deliveries;
    private final KnownPatients patients;

    PatientEvents(EventConsumer deliveries, KnownPatients patients) {
        this.deliveries = deliveries;
        this.patients = patients;
    }

    record Patient(UUID patientId) {}

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.oneByOne(poll, this::on);
    }

    private Uni<Void> on(CloudEvent event) {
        return switch (event.type()) {
            case "patient.registered.v1", "patient.updated.v1" ->
                patients.remember(event.as(Patient.class).patientId());
            default -> Uni.createFrom().voidItem();
        };
    }
}
