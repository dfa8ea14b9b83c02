package polyclinic.appointment.alerts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.audit.PatientData;

/**
 * @param kind says the rule
 * @param doctorId the doctor whose work it is about
 * @param reason the slug that says why, where there is one
 * @param raisedAt when the thing happened
 * @param acknowledgedBy {@code sub} of the account, or the service's name where the cause was gone by itself
 */
record AlertView(
        UUID id,
        long version,
        AlertKind kind,
        Severity severity,
        @Nullable UUID patientId,
        @Nullable UUID doctorId,
        WorkSubject about,
        @Nullable String reason,
        AlertStatus status,
        Instant raisedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable String note)
        implements PatientData {}
