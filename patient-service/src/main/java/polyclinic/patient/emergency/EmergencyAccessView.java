package polyclinic.patient.emergency;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.patient.emergency.ReviewEmergencyAccess.Verdict;

/**
 * @param subject {@code sub} of the account that has it
 * @param name its user name
 * @param reviewedBy {@code sub} of the auditor
 */
record EmergencyAccessView(
        UUID id,
        long version,
        UUID patientId,
        String subject,
        String name,
        String reason,
        Instant grantedAt,
        Instant expiresAt,
        @Nullable Instant reviewedAt,
        @Nullable String reviewedBy,
        @Nullable Verdict verdict,
        @Nullable String note)
        implements PatientData {}
