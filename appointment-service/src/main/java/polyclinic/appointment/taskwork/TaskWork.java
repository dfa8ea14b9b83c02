package polyclinic.appointment.taskwork;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.WorkAccessPolicy;
import polyclinic.appointment.tasks.InvalidTaskTransition;
import polyclinic.appointment.tasks.Task;
import polyclinic.appointment.tasks.TaskAlreadyClaimed;
import polyclinic.appointment.tasks.TaskEvent;
import polyclinic.appointment.tasks.TaskQueries;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.appointment.tasks.TaskView;
import polyclinic.appointment.tasks.Tasks;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** Claims, completes and cancels tasks. */
@ApplicationScoped
public class TaskWork {
    private final Tasks tasks;
    private final TaskQueries queries;
    private final OrderPerformance orders;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    TaskWork(
            Tasks tasks,
            TaskQueries queries,
            OrderPerformance orders,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.tasks = tasks;
        this.queries = queries;
        this.orders = orders;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<TaskView>> claim(UUID id, EmptyBody request, Caller caller) {
        return idempotency.once(
                request,
                () -> tasks.claim(id, caller, clock.instant())
                        .chain(claimed -> tasks.require(id, caller).invoke(task -> {
                            if (!claimed) throw refusal(task);
                        }))
                        .call(task -> outbox.append(
                                entry("claim", task).withChangedFields(List.of("status", "assignee")),
                                new TaskEvent.Claimed(task.snapshot())))
                        .map(TaskWork::answer),
                earlier -> queries.reread(id, caller));
    }

    /** Why a task that the caller sees could not be claimed. */
    private static Problem refusal(Task task) {
        if (task.status() == TaskStatus.CLAIMED) return new TaskAlreadyClaimed();
        if (task.status() != TaskStatus.OPEN) return new InvalidTaskTransition(task.status());
        return task.assignee() == null
                ? new Forbidden()
                : new InvalidTaskTransition("It is assigned to somebody else.");
    }

    Uni<Answer<TaskView>> complete(UUID id, EmptyBody request, Caller caller) {
        return idempotency.once(
                request,
                () -> tasks.orderOf(id, caller)
                        .chain(order ->
                                order.isPresent() ? orders.complete(order.get(), caller) : completeAlone(id, caller))
                        .map(TaskWork::answer),
                earlier -> queries.reread(id, caller));
    }

    private Uni<Task> completeAlone(UUID id, Caller caller) {
        return tasks.lock(id, caller).call(task -> complete(task, caller));
    }

    /** In the open transaction: completes a locked task, if it is the caller's to do. */
    public Uni<Void> complete(Task task, Caller caller) {
        boolean inCharge = WorkAccessPolicy.isInCharge(caller);
        return tasks.isToDo(task.id(), caller)
                .invoke(toDo -> task.complete(caller.subject(), inCharge, toDo, clock.instant()))
                .chain(tasks::flush)
                .chain(() -> outbox.append(
                        entry("complete", task).withChangedFields(List.of("status")),
                        new TaskEvent.Completed(task.snapshot())));
    }

    Uni<Answer<TaskView>> cancel(UUID id, CancelTask request, Caller caller) {
        return idempotency.once(
                request,
                () -> tasks.lock(id, caller)
                        .invoke(task -> task.cancel(
                                caller.subject(),
                                WorkAccessPolicy.isInCharge(caller),
                                request.reason(),
                                clock.instant()))
                        .call(tasks::flush)
                        .call(task -> outbox.append(
                                entry("cancel", task).withChangedFields(List.of("status", "cancellationReason")),
                                new TaskEvent.Cancelled(task.snapshot())))
                        .map(TaskWork::answer),
                earlier -> queries.reread(id, caller));
    }

    private AuditEntry entry(String action, Task task) {
        return audit.entry(action, "task", task.id(), task.patientId());
    }

    private static Answer<TaskView> answer(Task task) {
        return Answer.ok(task.version(), task.view());
    }
}
