package polyclinic.asset.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.messaging.EventConsumer;

/** {@code patient.events}: which patients exist. */
@ApplicationScoped
class PatientExistenceListener {
    private final EventConsumer consumer;
    private final KnownPatients patients;

    PatientExistenceListener(EventConsumer consumer, KnownPatients patients) {
        this.consumer = consumer;
        this.patients = patients;
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, patients::record);
    }
}
