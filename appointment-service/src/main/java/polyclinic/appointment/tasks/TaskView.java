package polyclinic.appointment.tasks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.audit.PatientData;

/**
 * @param assignee {@code sub} of the account whose task it is, by name or by claiming it
 * @param role whose task it is until one of them claims it
 * @param orderId the order that is performed by it: the two end together
 * @param overdueAt when it was found overdue
 */
public record TaskView(
        UUID id,
        long version,
        String title,
        @Nullable UUID patientId,
        @Nullable String assignee,
        @Nullable StaffRole role,
        @Nullable Instant dueAt,
        WorkPriority priority,
        @Nullable WorkSubject about,
        @Nullable UUID orderId,
        TaskStatus status,
        String createdBy,
        @Nullable Instant claimedAt,
        @Nullable Instant overdueAt,
        @Nullable Instant endedAt,
        @Nullable String cancellationReason,
        Instant createdAt,
        Instant updatedAt)
        implements PatientData {}
