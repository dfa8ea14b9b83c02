package polyclinic.billing.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/** {@code patient.events}: which patients exist and what they are called. */
@ApplicationScoped
class BilledPatientListener {
    private static final Set<String> TYPES = Set.of("patient.registered.v1", "patient.updated.v1");

    private final EventConsumer consumer;
    private final BilledPatients patients;

    BilledPatientListener(EventConsumer consumer, BilledPatients patients) {
        this.consumer = consumer;
        this.patients = patients;
    }

    /** The fields of {@code patient.registered} and {@code patient.updated} that are needed here. */
    record PatientFields(
            UUID patientId,
            Long version,
            @Nullable String uhid,
            @Nullable String givenName,
            @Nullable String familyName) {
        PatientFields {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(version, "version");
        }

        BilledPatient asBilled() {
            return new BilledPatient(patientId, version, uhid, givenName, familyName);
        }
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::save);
    }

    private Uni<Void> save(List<CloudEvent> events) {
        return patients.save(events.stream()
                .filter(event -> TYPES.contains(event.type()))
                .map(event -> event.as(PatientFields.class).asBilled())
                .toList());
    }
}
