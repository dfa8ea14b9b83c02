package polyclinic.patient.allergies;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events about a patient's allergies that patient-service publishes on {@code patient.events}, keyed by the patient. */
public sealed interface AllergyEvent extends Event {
    UUID patientId();

    @Override
    default UUID aggregateId() {
        return patientId();
    }

    /** The allergy after the change. */
    record Snapshot(
            UUID patientId,
            UUID allergyId,
            long version,
            RecordAllergy.Substance substance,
            Criticality criticality,
            @Nullable String reaction,
            Instant recordedAt) {}

    @EventType("patient.allergy-recorded.v1")
    record AllergyRecorded(@JsonUnwrapped Snapshot allergy) implements AllergyEvent {
        @Override
        public UUID patientId() {
            return allergy.patientId();
        }
    }

    @EventType("patient.allergy-updated.v1")
    record AllergyUpdated(@JsonUnwrapped Snapshot allergy) implements AllergyEvent {
        @Override
        public UUID patientId() {
            return allergy.patientId();
        }
    }

    /** The allergy was entered in error. */
    @EventType("patient.allergy-removed.v1")
    record AllergyRemoved(UUID patientId, UUID allergyId, long version) implements AllergyEvent {}

    /**
     * The patient was asked and no allergies are known, or the time of that was corrected. A type of its own: as an allergy it would
     * be one to nothing for whoever does not know of it.
     *
     * @param allergyId of the statement, which is an entry of the list of allergies
     * @param noKnownAllergies always true
     * @param recordedAt when it was stated
     */
    @EventType("patient.no-known-allergies-recorded.v1")
    record NoKnownAllergiesRecorded(
            UUID patientId, UUID allergyId, long version, Boolean noKnownAllergies, Instant recordedAt)
            implements AllergyEvent {}

    /** The statement was entered in error, or an allergy was recorded since. */
    @EventType("patient.no-known-allergies-removed.v1")
    record NoKnownAllergiesRemoved(UUID patientId, UUID allergyId, long version) implements AllergyEvent {}
}
