package polyclinic.appointment.patients;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.postgres.Inbox;

/** What patient-service tells about patients. */
@ApplicationScoped
class PatientEvents {
    private final EventConsumer deliveries;
    private final Inbox inbox;
    private final KnownPatients patients;

    PatientEvents(EventConsumer deliveries, Inbox inbox, KnownPatients patients) {
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.patients = patients;
    }

    /** The fields of {@code patient.registered.v1} and {@code patient.updated.v1} that are needed here. */
    record Told(UUID patientId, Long version, String uhid, String givenName, String familyName) {
        Told {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(givenName, "givenName");
            Objects.requireNonNull(familyName, "familyName");
        }

        KnownPatient asKnown() {
            return new KnownPatient(patientId, version, uhid, givenName, familyName);
        }
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.oneByOne(poll, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        return switch (event.type()) {
            case "patient.registered.v1", "patient.updated.v1" -> {
                Told told = event.as(Told.class);
                yield inbox.once(event, () -> patients.learn(told.asKnown()));
            }
            default -> Uni.createFrom().voidItem();
        };
    }
}
