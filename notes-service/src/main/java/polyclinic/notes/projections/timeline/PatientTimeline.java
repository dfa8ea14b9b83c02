package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** A patient's registration, and who opened the record in an emergency, on their timeline. */
final class PatientTimeline {
    static final TimelineSource<Patient> SOURCE = TimelineSource.of(
                    "patient", Patient.class, Patient::patientId, Patient::patientId, patient -> null)
            .line("patient.registered.v1", patient -> "Patient registered")
            .line("patient.updated.v1", patient -> "Patient's details changed");

    static final TimelineSource<EmergencyAccess> EMERGENCY_ACCESS = TimelineSource.of(
                    "emergency_access",
                    EmergencyAccess.class,
                    EmergencyAccess::patientId,
                    EmergencyAccess::emergencyAccessId,
                    EmergencyAccess::grantedAt)
            .line("patient.emergency-access-granted.v1", access -> "Record opened in an emergency");

    private PatientTimeline() {}

    record Patient(@Nullable UUID patientId) {}

    record EmergencyAccess(
            @Nullable UUID patientId,
            @Nullable UUID emergencyAccessId,
            @Nullable Instant grantedAt) {}
}
