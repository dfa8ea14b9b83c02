package polyclinic.appointment.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.postgres.Inbox;

/** Keeps {@link PatientNames} and emergency accesses up to date from patient-service's events. */
@ApplicationScoped
class PatientNameListener {
    private final EventConsumer consumer;
    private final Inbox inbox;
    private final PatientNames patients;
    private final KnownEmergencies emergencies;
    private final EmergencyAccessHandler handler;

    PatientNameListener(
            EventConsumer consumer,
            Inbox inbox,
            PatientNames patients,
            KnownEmergencies emergencies,
            EmergencyAccessHandler handler) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.patients = patients;
        this.emergencies = emergencies;
        this.handler = handler;
    }

    /** The fields of {@code patient.registered.v1} and {@code patient.updated.v1} that are needed here. */
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

        PatientName name() {
            return new PatientName(patientId, version, uhid, givenName, familyName);
        }
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.oneByOne(poll, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        return switch (event.type()) {
            case "patient.registered.v1", "patient.updated.v1" -> {
                PatientName name = event.as(PatientFields.class).name();
                yield inbox.once(event, () -> patients.record(name));
            }
            case "patient.emergency-access-granted.v1" ->
                inbox.once(event, () -> emergencies.record(event).chain(() -> handler.granted(event)));
            // An access that was not justified ends with its review.
            case "patient.emergency-access-reviewed.v1" -> inbox.once(event, () -> emergencies.record(event));
            default -> Uni.createFrom().voidItem();
        };
    }
}
