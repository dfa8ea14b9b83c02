package polyclinic.prescription.projections.patients;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.messaging.TraceContext;
import polyclinic.commons.postgres.Inbox;

/** Listens to patients, their allergies and emergency access to them. */
@ApplicationScoped
class PatientEventListener {
    private static final Set<String> IDENTITIES = Set.of("patient.registered.v1", "patient.updated.v1");

    /** The events of allergies, or of the statement that there are none, that no longer hold. */
    static final Set<String> REMOVALS = Set.of("patient.allergy-removed.v1", "patient.no-known-allergies-removed.v1");

    private final EventConsumer consumer;
    private final Inbox inbox;
    private final PatientIdentities identities;
    private final PatientAllergies allergies;
    private final AllergyHandler handler;
    private final CareRelationships care;

    PatientEventListener(
            EventConsumer consumer,
            Inbox inbox,
            PatientIdentities identities,
            PatientAllergies allergies,
            AllergyHandler handler,
            CareRelationships care) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.identities = identities;
        this.allergies = allergies;
        this.handler = handler;
        this.care = care;
    }

    /** The fields of {@code patient.registered} and {@code patient.updated} that are needed here. */
    record PatientData(
            UUID patientId,
            Long version,
            @Nullable String uhid,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable LocalDate birthDate,
            @Nullable Boolean birthDateEstimated) {
        PatientData {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(version, "version");
        }

        PatientIdentity asKnown() {
            return new PatientIdentity(
                    patientId,
                    version,
                    uhid,
                    givenName,
                    familyName,
                    birthDate,
                    Boolean.TRUE.equals(birthDateEstimated));
        }
    }

    record Substance(
            @Nullable String code,
            @Nullable String system,
            @Nullable String name) {}

    /**
     * The fields of {@code patient.allergy-*} events that are needed here.
     *
     * @param version null in events from before it was published; these are ordered by the time of the event
     * @param substance null when the allergy was removed, and where no allergies are known
     * @param noKnownAllergies whether it is the statement that none are known; null in events from before it could be made
     */
    record AllergyData(
            UUID patientId,
            UUID allergyId,
            Long version,
            @Nullable Substance substance,
            @Nullable String criticality,
            @Nullable Boolean noKnownAllergies) {
        AllergyData {
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(allergyId, "allergyId");
            // No version of our own in its place: the owner's next one would count as old news.
            Objects.requireNonNull(version, "version");
        }

        KnownAllergy asKnown() {
            return substance == null
                    ? new KnownAllergy(allergyId, null, null, null, criticality)
                    : new KnownAllergy(allergyId, substance.code(), substance.system(), substance.name(), criticality);
        }
    }

    @Incoming("patients")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::handle);
    }

    /** To save identities or care twice has no effect; allergies have one each, so they go through the inbox. */
    private Uni<Void> handle(List<CloudEvent> events) {
        List<PatientIdentity> patients = events.stream()
                .filter(event -> IDENTITIES.contains(event.type()))
                .map(event -> event.as(PatientData.class).asKnown())
                .toList();
        return identities.save(patients).chain(() -> care.record(events)).chain(() -> Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> TraceContext.of(event, () -> allergy(event)))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> allergy(CloudEvent event) {
        return switch (event.type()) {
            case "patient.allergy-recorded.v1",
                    "patient.allergy-updated.v1",
                    "patient.no-known-allergies-recorded.v1" -> save(event, false);
            case "patient.allergy-removed.v1", "patient.no-known-allergies-removed.v1" -> save(event, true);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> save(CloudEvent event, boolean removed) {
        AllergyData allergy = event.as(AllergyData.class);
        KnownAllergy known = allergy.asKnown();
        boolean noneKnown = NoKnownAllergyStatement.isStatement(allergy.noKnownAllergies(), known);
        if (!removed && !noneKnown) Objects.requireNonNull(known.name(), "substance.name");
        return inbox.once(event, () -> allergies
                .save(allergy.patientId(), known, noneKnown, allergy.version(), removed)
                .chain(changed -> changed && !removed && !noneKnown
                        ? handler.recorded(allergy.patientId(), known)
                        : Uni.createFrom().voidItem()));
    }
}
