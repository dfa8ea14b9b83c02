package polyclinic.appointment.tasks;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;

/** Makes tasks from something else and ends them with it, in its transaction. */
@ApplicationScoped
public class TaskMaking {
    private final Tasks tasks;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    TaskMaking(Tasks tasks, Outbox outbox, Audit audit, Clock clock) {
        this.tasks = tasks;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Nothing happens when one was made from the same source before. */
    public Uni<Void> make(NewTask from) {
        return tasks.lockOfSource(from.source())
                .chain(earlier ->
                        earlier == null ? create(from) : Uni.createFrom().voidItem());
    }

    /** The same, and nothing happens either while one that was made for the same thing is open. */
    public Uni<Void> makeUnlessOpen(NewTask from) {
        return tasks.lockOpenMadeFor(from.about())
                .chain(open -> open.isEmpty() ? make(from) : Uni.createFrom().voidItem());
    }

    private Uni<Void> create(NewTask from) {
        return tasks.persistAndFlush(Task.made(from, clock.instant()))
                .chain(task -> outbox.append(entry("create", task), new TaskEvent.Created(task.snapshot())));
    }

    /** Who begins with an order has its task, unless somebody has claimed that before. */
    public Uni<Void> claimOfOrder(UUID orderId, Caller caller) {
        return tasks.lockOfOrder(orderId)
                .chain(task -> task == null || !task.claim(caller.subject(), clock.instant())
                        ? Uni.createFrom().voidItem()
                        : tasks.flush()
                                .chain(() -> outbox.append(
                                        entry("claim", task).withChangedFields(List.of("status", "assignee")),
                                        new TaskEvent.Claimed(task.snapshot()))));
    }

    /** Ends the task of an order with it, unless it has ended. */
    public Uni<Void> endOfOrder(UUID orderId, TaskStatus end) {
        return tasks.lockOfOrder(orderId).chain(task -> end(task, end));
    }

    /** Ends the task that was made for this thing, if there is one that is not over; those that somebody typed in stay. */
    public Uni<Void> endMadeFor(WorkSubject about, TaskStatus end) {
        return tasks.lockOpenMadeFor(about).chain(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(task -> end(task, end))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> end(@Nullable Task task, TaskStatus end) {
        if (task == null || !task.follow(end, clock.instant()))
            return Uni.createFrom().voidItem();
        boolean completed = end == TaskStatus.COMPLETED;
        return tasks.flush()
                .chain(() -> outbox.append(
                        entry(completed ? "complete" : "cancel", task).withChangedFields(List.of("status")),
                        completed
                                ? new TaskEvent.Completed(task.snapshot())
                                : new TaskEvent.Cancelled(task.snapshot())));
    }

    private AuditEntry entry(String action, Task task) {
        return audit.entry(action, "task", task.id(), task.patientId());
    }
}
