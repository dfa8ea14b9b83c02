package polyclinic.asset.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.messaging.EventConsumer;

/** {@code patient.events}: which patients exist, and who has emergency access to them. */
@ApplicationScoped
class PatientExistenceListener {
    private final EventConsumer consumer;
    private final KnownPatients patients;
    private final CareRelationships care;

    PatientExistenceListener(EventConsumer consumer, KnownPatients patients, CareRelationships care) {
        this.consumer = consumer;
        this.patients = patients;
        this.care = care;
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, events -> patients.record(events).chain(() -> care.record(events)));
    }
}
