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
}
