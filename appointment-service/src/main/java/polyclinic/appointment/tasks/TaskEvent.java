package polyclinic.appointment.tasks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about tasks that appointment-service publishes on {@code appointment.events}. Each carries the whole task but for its
 * title, which may name a patient. Fields are only ever added.
 */
public sealed interface TaskEvent extends Event {
    Snapshot task();

    @Override
    default UUID aggregateId() {
        return task().taskId();
    }

    /**
     * The task as the event left it.
     *
     * @param patientId absent when it concerns none
     * @param assignee {@code sub} of the account whose task it is
     * @param role whose task it is until one of them claims it
     * @param orderId the order that is performed by it
     * @param createdBy {@code sub} of the account that made it, or the service's name
     */
    record Snapshot(
            UUID taskId,
            long version,
            @Nullable UUID patientId,
            @Nullable String assignee,
            @Nullable StaffRole role,
            @Nullable Instant dueAt,
            WorkPriority priority,
            @Nullable WorkSubject about,
            @Nullable UUID orderId,
            TaskStatus status,
            String createdBy,
            Instant occurredAt) {}

    @EventType("task.created.v1")
    record Created(@JsonUnwrapped Snapshot task) implements TaskEvent {}

    @EventType("task.claimed.v1")
    record Claimed(@JsonUnwrapped Snapshot task) implements TaskEvent {}

    @EventType("task.updated.v1")
    record Updated(@JsonUnwrapped Snapshot task) implements TaskEvent {}

    @EventType("task.completed.v1")
    record Completed(@JsonUnwrapped Snapshot task) implements TaskEvent {}

    @EventType("task.cancelled.v1")
    record Cancelled(@JsonUnwrapped Snapshot task) implements TaskEvent {}

    /** Not done in time: told once for a time that it was due at. */
    @EventType("task.overdue.v1")
    record Overdue(@JsonUnwrapped Snapshot task) implements TaskEvent {}
}
