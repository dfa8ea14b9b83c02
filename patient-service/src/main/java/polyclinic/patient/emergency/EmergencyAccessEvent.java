package polyclinic.patient.emergency;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.patient.emergency.ReviewEmergencyAccess.Verdict;

/**
 * Events about emergency access that patient-service publishes on {@code patient.events}, keyed by the patient. The reason stays
 * here and in the audit trail.
 */
public sealed interface EmergencyAccessEvent extends Event {
    Snapshot access();

    @Override
    default UUID aggregateId() {
        return access().patientId();
    }

    /** @param subject {@code sub} of the account that has it */
    record Snapshot(
            UUID emergencyAccessId,
            long version,
            UUID patientId,
            String subject,
            Instant grantedAt,
            Instant expiresAt) {}

    @EventType("patient.emergency-access-granted.v1")
    record Granted(@JsonUnwrapped Snapshot access) implements EmergencyAccessEvent {}

    @EventType("patient.emergency-access-reviewed.v1")
    record Reviewed(@JsonUnwrapped Snapshot access, Verdict verdict, Instant reviewedAt)
            implements EmergencyAccessEvent {}
}
