package polyclinic.appointment.taskwork;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.WorkAccessPolicy;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.appointment.projections.PatientNames;
import polyclinic.appointment.tasks.CreateTask;
import polyclinic.appointment.tasks.Task;
import polyclinic.appointment.tasks.TaskEvent;
import polyclinic.appointment.tasks.TaskQueries;
import polyclinic.appointment.tasks.TaskView;
import polyclinic.appointment.tasks.Tasks;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** Creates tasks and corrects them, which includes giving them to somebody else. */
@ApplicationScoped
class TaskCreation {
    private final PatientNames patients;
    private final WorkVisibility visibility;
    private final Tasks tasks;
    private final TaskQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    TaskCreation(
            PatientNames patients,
            WorkVisibility visibility,
            Tasks tasks,
            TaskQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.patients = patients;
        this.visibility = visibility;
        this.tasks = tasks;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    /** The patient is looked up before the transaction begins, because their owner may have to be asked. */
    Uni<Answer<TaskView>> create(CreateTask request, Caller caller) {
        UUID patient = request.checked().patientId();
        Uni<Void> known = patient == null ? Uni.createFrom().voidItem() : patients.require(patient);
        return known.chain(() -> idempotency.once(
                request,
                () -> requireReach(patient, caller)
                        .chain(() -> requireAssignable(request))
                        .chain(() -> tasks.persistAndFlush(Task.created(request, caller.subject(), clock.instant())))
                        .call(task -> outbox.append(
                                audit.entry("create", "task", task.id(), patient),
                                new TaskEvent.Created(task.snapshot())))
                        .map(task -> Answer.created("/api/v1/tasks/" + task.id(), task.version(), task.view())),
                earlier -> queries.reread(earlier.createdId(), caller)));
    }

    private Uni<Void> requireReach(@Nullable UUID patient, Caller caller) {
        if (patient == null) return Uni.createFrom().voidItem();
        return visibility
                .reaches(caller, patient)
                .invoke(may -> {
                    if (!may) throw new UnknownPatient(patient);
                })
                .replaceWithVoid();
    }

    /** A doctor without the patient in care would not see the task, so nobody would do it. */
    private Uni<Void> requireAssignable(CreateTask wanted) {
        UUID patient = wanted.patientId();
        String assignee = wanted.assignee();
        if (patient == null || assignee == null) return Uni.createFrom().voidItem();
        return visibility
                .mayLearnOf(assignee, patient)
                .invoke(may -> {
                    if (!may) throw Problem.invalid("assignee", "must have the patient in care");
                })
                .replaceWithVoid();
    }

    /** Applies a JSON merge patch (RFC 7396); one that changes nothing leaves the version as it is and is a read of the task. */
    Uni<Answer<TaskView>> patch(UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.require(ifMatch);
        return Panache.withTransaction(() -> tasks.lock(id, caller)
                .call(task -> patch(task, ifMatch, patch, caller))
                .map(task -> Answer.ok(task.version(), task.view())));
    }

    private Uni<Void> patch(Task task, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        boolean may = WorkAccessPolicy.isInCharge(caller)
                || caller.subject().equals(task.createdBy())
                || caller.subject().equals(task.assignee());
        if (!may) throw new Forbidden();
        EntityTags.check(ifMatch, task.version());
        CreateTask wanted = MergePatch.apply(task.asRequest(), patch, CreateTask.class, validator)
                .checked();
        List<String> changed = task.take(wanted, clock.instant());
        if (changed.isEmpty()) return outbox.append(audit.entry("read", "task", task.id(), task.patientId()));
        return (changed.contains("assignee")
                        ? requireAssignable(wanted)
                        : Uni.createFrom().voidItem())
                .chain(tasks::flush)
                .chain(() -> outbox.append(
                        audit.entry("update", "task", task.id(), task.patientId())
                                .withChangedFields(changed),
                        new TaskEvent.Updated(task.snapshot())));
    }
}
