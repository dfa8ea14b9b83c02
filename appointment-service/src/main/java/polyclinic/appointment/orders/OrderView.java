package polyclinic.appointment.orders;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.commons.audit.PatientData;

/**
 * @param doctorId the doctor who placed it, absent when an administrator did
 * @param orderedBy {@code sub} of the account that placed it
 * @param documentId the asset that tells the outcome
 */
public record OrderView(
        UUID id,
        long version,
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @Nullable UUID doctorId,
        String orderedBy,
        OrderKind kind,
        OrderedCode code,
        WorkPriority priority,
        @Nullable String instructions,
        StaffRole performerRole,
        OrderStatus status,
        @Nullable String outcome,
        @Nullable UUID documentId,
        @Nullable String cancellationReason,
        Instant placedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt)
        implements PatientData {}
