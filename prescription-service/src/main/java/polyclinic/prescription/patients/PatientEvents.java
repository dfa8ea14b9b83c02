package polyclinic.prescription.patients;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.postgres.Inbox;
import polyclinic.prescription.checking.Allergy;

/** What patient-service tells about patients and their allergies. */
@ApplicationScoped
class PatientEvents {
    private final EventConsumer deliveries;
    private final Inbox inbox;
    private final KnownPatients known;

    PatientEvents(EventConsumer deliveries, Inbox inbox, KnownPatients known) {
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.known = known;
    }

    record Told(UUID patientId, Long version, String uhid, String givenName, String familyName, LocalDate birthDate) {
        Told {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(givenName, "givenName");
            Objects.requireNonNull(familyName, "familyName");
        }

        KnownPatient asKnown() {
            return new KnownPatient(patientId, version, uhid, givenName, familyName, birthDate);
        }
    }

    record Substance(String code, String system, String name) {}

    record ToldAllergy(UUID patientId, UUID allergyId, Long version, Substance substance, String criticality) {
        ToldAllergy {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(allergyId, "allergyId");
        }

        Allergy asAllergy() {
            return substance == null
                    ? new Allergy(allergyId, null, null, null, criticality)
                    : new Allergy(allergyId, substance.code(), substance.system(), substance.name(), criticality);
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
                yield inbox.once(event, () -> known.learn(told.asKnown()));
            }
            case "patient.allergy-recorded.v1", "patient.allergy-updated.v1" -> learn(event, false);
            case "patient.allergy-removed.v1" -> learn(event, true);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> learn(CloudEvent event, boolean removed) {
        ToldAllergy told = event.as(ToldAllergy.class);
        if (!removed) Objects.requireNonNull(told.asAllergy().name(), "substance.name");
        long version = told.version() == null ? event.time().toEpochMilli() : told.version();
        return inbox.once(event, () -> known.learn(told.patientId(), told.asAllergy(), version, removed));
    }
}
