package polyclinic.patient.immunizations;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about a patient's immunizations that patient-service publishes on {@code patient.events}, keyed by the patient. They say that
 * there was one and when, never against what: nobody who reads the topic needs that.
 */
public sealed interface ImmunizationEvent extends Event {
    UUID patientId();

    @Override
    default UUID aggregateId() {
        return patientId();
    }

    /** The immunization after the change. */
    record Snapshot(
            UUID patientId,
            UUID immunizationId,
            long version,
            LocalDate date,
            VaccinationOutcome outcome,
            Instant recordedAt) {}

    @EventType("patient.immunization-recorded.v1")
    record ImmunizationRecorded(@JsonUnwrapped Snapshot immunization) implements ImmunizationEvent {
        @Override
        public UUID patientId() {
            return immunization.patientId();
        }
    }

    @EventType("patient.immunization-updated.v1")
    record ImmunizationUpdated(@JsonUnwrapped Snapshot immunization) implements ImmunizationEvent {
        @Override
        public UUID patientId() {
            return immunization.patientId();
        }
    }

    /** The immunization was entered in error. */
    @EventType("patient.immunization-removed.v1")
    record ImmunizationRemoved(UUID patientId, UUID immunizationId, long version) implements ImmunizationEvent {}
}
