package polyclinic.appointment.tasks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;

/**
 * A task that is made from something else.
 *
 * @param source says from what: the same again makes no second task
 * @param orderId the order that is performed by it, or null
 * @param assignee the account whose task it is, or null for the role's
 */
public record NewTask(
        String source,
        @Nullable UUID orderId,
        String title,
        @Nullable UUID patientId,
        StaffRole role,
        @Nullable String assignee,
        @Nullable Instant dueAt,
        WorkPriority priority,
        WorkSubject about,
        String createdBy) {}
