package polyclinic.appointment.projections;

import io.smallrye.mutiny.Multi;
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
import polyclinic.commons.messaging.TraceContext;
import polyclinic.commons.postgres.Inbox;

/** Keeps {@link PatientNames} and emergency accesses up to date from patient-service's events. */
@ApplicationScoped
class PatientNameListener {
    private static final Set<String> NAMES = Set.of("patient.registered.v1", "patient.updated.v1");

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
        return consumer.together(poll, this::handle);
    }

    /** To save names twice has no effect; accesses have one each, so they go through the inbox. */
    private Uni<Void> handle(List<CloudEvent> events) {
        List<PatientName> names = events.stream()
                .filter(event -> NAMES.contains(event.type()))
                .map(event -> event.as(PatientFields.class).name())
                .toList();
        return patients.save(names).chain(() -> Multi.createFrom()
                .iterable(events)
                .filter(event -> event.type().startsWith("patient.emergency-access-"))
                .onItem()
                .transformToUniAndConcatenate(event -> TraceContext.of(event, () -> emergency(event)))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> emergency(CloudEvent event) {
        return switch (event.type()) {
            case "patient.emergency-access-granted.v1" ->
                inbox.once(event, () -> emergencies.record(event).chain(() -> handler.granted(event)));
            // An access that was not justified ends with its review.
            case "patient.emergency-access-reviewed.v1" -> inbox.once(event, () -> emergencies.record(event));
            default -> Uni.createFrom().voidItem();
        };
    }
}
