package polyclinic.appointment.tasks;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;

/**
 * @param assignee {@code sub} of the account whose task it is; without one and without a role it is the caller's own
 * @param role everybody's who has it, until one claims it
 * @param dueAt when it counts as overdue; absent for never
 * @param priority {@code routine} when absent
 */
public record CreateTask(
        @NotBlank @SingleLine @Size(max = 200) String title,
        @Nullable UUID patientId,
        @Size(min = 1, max = 100) @Nullable String assignee,
        @Nullable StaffRole role,
        @Nullable Instant dueAt,
        @Nullable WorkPriority priority,
        @Valid @Nullable WorkSubject about) {

    /** 422 when it is for those who do no work of the clinic. */
    public CreateTask checked() {
        if (role == StaffRole.AUDITOR) throw Problem.invalid("role", "must be a role that does the clinic's work");
        return this;
    }

    WorkPriority urgency() {
        return priority == null ? WorkPriority.ROUTINE : priority;
    }
}
