package polyclinic.appointment.tasks;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.HiddenRows;

/** Who sees a task is part of each query. */
@ApplicationScoped
public class Tasks implements PanacheRepositoryBase<Task, UUID> {
    private static final String SELECT = "select w.* from task w";

    private static final String CLAIM = """
            update task w set status = 'CLAIMED', assignee = :by, claimed_at = :now, version = version + 1, updated_at = :now
             where w.id = :id and w.status = 'OPEN' and (w.assignee is null or w.assignee = :by) and\s""";

    /** Each late task is marked by one replica: the others pass over its row while it is locked, and find it marked afterwards. */
    private static final String MARK_OVERDUE = """
            with due as materialized (
               select id from task
                where status in ('OPEN', 'CLAIMED') and due_at <= now() and overdue_at is null
                order by due_at limit :limit for update skip locked)
            update task t set overdue_at = now(), version = version + 1, updated_at = now()
              from due where t.id = due.id
            returning t.id""";

    private final WorkVisibility visibility;

    Tasks(WorkVisibility visibility) {
        this.visibility = visibility;
    }

    public Uni<Task> require(UUID id, Caller caller) {
        return required(id, visibility.tasks(caller), "");
    }

    /** With its row locked until the transaction ends. */
    public Uni<Task> lock(UUID id, Caller caller) {
        return required(id, visibility.tasks(caller), " for update of w");
    }

    private static Uni<Task> required(UUID id, ScopedQuery visible, String tail) {
        ScopedQuery query = visible.and("w.id = :id", "id", id);
        return WorkVisibility.rows(SELECT, query, tail, Task.class, 1)
                .chain(found -> found.isEmpty()
                        ? HiddenRows.notFound("task", "Task", id)
                        : Uni.createFrom().item(found.get(0)));
    }

    /** The order that is performed by a task, if there is one: its row is locked before the task's. */
    public Uni<Optional<UUID>> orderOf(UUID id, Caller caller) {
        ScopedQuery query = visibility.tasks(caller).and("w.id = :id", "id", id).and("w.order_id is not null");
        return WorkVisibility.rows("select w.order_id from task w", query, "", UUID.class, 1)
                .map(found -> found.stream().findFirst());
    }

    /** With its row locked until the transaction ends. */
    public Uni<Task> lockOfOrder(UUID orderId) {
        return find("orderId", orderId).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** With its row locked until the transaction ends; null when nothing was made from it. */
    Uni<@Nullable Task> lockOfSource(String source) {
        return find("source", source).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** Those that are not over and were made for this thing by a rule, with their rows locked until the transaction ends. */
    Uni<List<Task>> lockOpenMadeFor(WorkSubject about) {
        return find(
                        "aboutId = ?1 and aboutType = ?2 and source is not null and orderId is null and status in (OPEN, CLAIMED) order by id",
                        about.id(),
                        about.type())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Whether it was open and is this caller's now: one statement, so of any number at once one succeeds. */
    public Uni<Boolean> claim(UUID id, Caller caller, Instant now) {
        ScopedQuery toDo = visibility.tasksToDo(caller);
        return Panache.getSession().chain(session -> {
            var update = session.createNativeQuery(CLAIM + toDo.conditions())
                    .setParameter("id", id)
                    .setParameter("by", caller.subject())
                    .setParameter("now", now);
            toDo.parameters().forEach(update::setParameter);
            return update.executeUpdate().map(changed -> changed == 1);
        });
    }

    /** In the open transaction: marks tasks that are late and were not marked before, by the database's clock. */
    public Uni<List<Task>> markOverdue(int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MARK_OVERDUE, UUID.class)
                        .setParameter("limit", limit)
                        .getResultList())
                .chain(ids ->
                        ids.isEmpty() ? Uni.createFrom().item(List.of()) : list("id in ?1 order by dueAt, id", ids));
    }

    /** Whether it is the caller's to do, by name or by a role of theirs. */
    public Uni<Boolean> isToDo(UUID id, Caller caller) {
        ScopedQuery query = visibility.tasksToDo(caller).and("w.id = :id", "id", id);
        return WorkVisibility.rows("select w.id from task w", query, "", UUID.class, 1)
                .map(found -> !found.isEmpty());
    }

    /** What a list is about; null asks for any. */
    record Filter(
            @Nullable UUID patientId,
            @Nullable String assignee,
            @Nullable StaffRole role,
            @Nullable TaskStatus status,
            @Nullable Instant dueBefore) {
        boolean isUnbounded() {
            return patientId == null && assignee == null && status != TaskStatus.OPEN && status != TaskStatus.CLAIMED;
        }
    }

    /** Newest first: ids are made in the order of time. */
    Uni<List<Task>> list(Filter filter, Caller caller, @Nullable UUID last, int limit) {
        ScopedQuery query = visibility
                .tasks(caller)
                .and("w.patient_id = :patient", "patient", filter.patientId())
                .and("w.assignee = :assignee", "assignee", filter.assignee())
                .and(
                        "w.role = :role",
                        "role",
                        filter.role() == null ? null : filter.role().name())
                .and(WorkVisibility.hasStatus(filter.status()))
                .and("w.due_at < :due", "due", filter.dueBefore())
                .and("w.id < :last", "last", last);
        if (filter.isUnbounded()) visibility.recentOnly(query);
        return WorkVisibility.rows(SELECT, query, " order by w.id desc", Task.class, limit + 1);
    }
}
