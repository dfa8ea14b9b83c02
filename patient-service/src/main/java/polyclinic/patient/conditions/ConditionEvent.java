package polyclinic.patient.conditions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about a patient's problem list that patient-service publishes on {@code patient.events}, keyed by the patient. They say that
 * there is a condition and how it stands, never which: nobody who reads the topic needs that.
 */
public sealed interface ConditionEvent extends Event {
    UUID patientId();

    @Override
    default UUID aggregateId() {
        return patientId();
    }

    /** The condition after the change. */
    record Snapshot(
            UUID patientId,
            UUID conditionId,
            long version,
            ClinicalStatus clinicalStatus,
            @Nullable LocalDate onset,
            @Nullable LocalDate abatement,
            Instant recordedAt) {}

    @EventType("patient.condition-recorded.v1")
    record ConditionRecorded(@JsonUnwrapped Snapshot condition) implements ConditionEvent {
        @Override
        public UUID patientId() {
            return condition.patientId();
        }
    }

    @EventType("patient.condition-updated.v1")
    record ConditionUpdated(@JsonUnwrapped Snapshot condition) implements ConditionEvent {
        @Override
        public UUID patientId() {
            return condition.patientId();
        }
    }

    /** The condition was entered in error. */
    @EventType("patient.condition-removed.v1")
    record ConditionRemoved(UUID patientId, UUID conditionId, long version) implements ConditionEvent {}
}
