package polyclinic.appointment.taskwork;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.alerts.AlertRaising;
import polyclinic.appointment.tasks.Task;
import polyclinic.appointment.tasks.TaskEvent;
import polyclinic.appointment.tasks.Tasks;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.postgres.Outbox;

/**
 * Tells of each task that is overdue, once for a time that it was due at. Mark, event and alert are one transaction, and what is due stands in
 * the database: a replica that is killed leaves nothing half told, and any number of them tell nothing twice.
 */
@ApplicationScoped
class TaskEscalation {
    private static final int PORTION = 50;

    private final Tasks tasks;
    private final AlertRaising alerts;
    private final Outbox outbox;
    private final Audit audit;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    TaskEscalation(
            TaskConfig config, Tasks tasks, AlertRaising alerts, Outbox outbox, Audit audit, Vertx vertx, Hold hold) {
        this.tasks = tasks;
        this.alerts = alerts;
        this.outbox = outbox;
        this.audit = audit;
        this.work = hold.background("task escalation");
        this.rounds = new PeriodicWork(vertx, "overdue tasks", config.poll(), () -> sweep().replaceWith(false));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Tells of all that are overdue now, a portion a transaction. */
    Uni<Void> sweep() {
        return AsyncLoop.whileMore(() ->
                work.whenReleased(() -> Panache.withTransaction(this::portion)).map(told -> told == PORTION));
    }

    private Uni<Integer> portion() {
        return tasks.markOverdue(PORTION).chain(late -> Multi.createFrom()
                .iterable(late)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .replaceWith(late.size()));
    }

    private Uni<Void> tell(Task task) {
        return outbox.append(
                        audit.entry("escalate", "task", task.id(), task.patientId()),
                        new TaskEvent.Overdue(task.snapshot()))
                .chain(() -> alerts.raise(alert(task)));
    }

    private static AlertFact alert(Task task) {
        Instant due = Objects.requireNonNull(task.dueAt(), "only what is due is overdue");
        return new AlertFact(
                AlertKind.TASK_OVERDUE,
                task.id() + " " + due,
                new WorkSubject("task", task.id()),
                task.patientId(),
                null,
                Stream.ofNullable(task.role()).toList(),
                Stream.concat(Stream.ofNullable(task.assignee()), Stream.of(task.createdBy()))
                        .distinct()
                        .toList(),
                null,
                null,
                due);
    }
}
