package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about a patient's medical records that patient-service publishes on {@code patient.events}, keyed by the patient. They say that
 * there is one, of what kind and of which day, never what it says.
 */
public sealed interface MedicalRecordEvent extends Event {
    UUID patientId();

    @Override
    default UUID aggregateId() {
        return patientId();
    }

    /** The record after the change. */
    record Snapshot(
            UUID patientId,
            UUID medicalRecordId,
            long version,
            LocalDate date,
            MedicalRecordKind kind,
            Instant recordedAt) {}

    @EventType("patient.medical-record-recorded.v1")
    record MedicalRecordRecorded(@JsonUnwrapped Snapshot medicalRecord) implements MedicalRecordEvent {
        @Override
        public UUID patientId() {
            return medicalRecord.patientId();
        }
    }

    @EventType("patient.medical-record-updated.v1")
    record MedicalRecordUpdated(@JsonUnwrapped Snapshot medicalRecord) implements MedicalRecordEvent {
        @Override
        public UUID patientId() {
            return medicalRecord.patientId();
        }
    }

    /** The record was entered in error. */
    @EventType("patient.medical-record-removed.v1")
    record MedicalRecordRemoved(UUID patientId, UUID medicalRecordId, long version) implements MedicalRecordEvent {}
}
