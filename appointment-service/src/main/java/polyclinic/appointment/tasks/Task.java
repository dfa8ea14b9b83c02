package polyclinic.appointment.tasks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/** Something to do, for one person or for whoever of a role claims it. Claiming is a statement of {@link Tasks}. */
@Entity
public class Task {
    @Id
    private UUID id;

    @Version
    private long version;

    private String title;

    @Column(name = "patient_id")
    private @Nullable UUID patientId;

    @Enumerated(EnumType.STRING)
    private @Nullable StaffRole role;

    private @Nullable String assignee;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Enumerated(EnumType.STRING)
    private WorkPriority priority;

    @Column(name = "about_type")
    private @Nullable String aboutType;

    @Column(name = "about_id")
    private @Nullable UUID aboutId;

    private @Nullable String source;

    @Column(name = "order_id")
    private @Nullable UUID orderId;

    @Enumerated(EnumType.STRING)
    private TaskStatus status;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "claimed_at")
    private @Nullable Instant claimedAt;

    @Column(name = "overdue_at")
    private @Nullable Instant overdueAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Task() {}

    /** Of a person's making: whoever leaves open whose it is keeps it. */
    public static Task created(CreateTask request, String creator, Instant now) {
        Task task = begun(request.title(), request.patientId(), creator, now);
        task.assignee = request.assignee() == null && request.role() == null ? creator : request.assignee();
        task.role = request.role();
        task.dueAt = request.dueAt();
        task.priority = request.urgency();
        task.takeSubject(request.about());
        return task;
    }

    static Task made(NewTask from, Instant now) {
        Task task = begun(from.title(), from.patientId(), from.createdBy(), now);
        task.source = from.source();
        task.orderId = from.orderId();
        task.role = from.role();
        task.assignee = from.assignee();
        task.dueAt = from.dueAt();
        task.priority = from.priority();
        task.takeSubject(from.about());
        return task;
    }

    private static Task begun(String title, @Nullable UUID patientId, String creator, Instant now) {
        Task task = new Task();
        task.id = Ids.next();
        task.title = title;
        task.patientId = patientId;
        task.status = TaskStatus.OPEN;
        task.createdBy = creator;
        task.createdAt = now;
        task.updatedAt = now;
        return task;
    }

    private void takeSubject(@Nullable WorkSubject about) {
        aboutType = about == null ? null : about.type();
        aboutId = about == null ? null : about.id();
    }

    public CreateTask asRequest() {
        return new CreateTask(title, patientId, assignee, role, dueAt, priority, about());
    }

    /**
     * Takes over a correction; the names of the fields that changed. Another assignee or role makes it open again, and a later
     * time makes it due again.
     */
    public List<String> take(CreateTask wanted, Instant now) {
        if (status.hasEnded()) throw new InvalidTaskTransition(status);
        requireSame(wanted);
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(wanted.assignee(), assignee) || wanted.role() != role) {
            if (!Objects.equals(wanted.assignee(), assignee)) changed.add("assignee");
            if (wanted.role() != role) changed.add("role");
            assignee = wanted.assignee();
            role = wanted.role();
            if (status == TaskStatus.CLAIMED) changed.add("status");
            status = TaskStatus.OPEN;
            claimedAt = null;
        }
        if (!title.equals(wanted.title())) changed.add("title");
        title = wanted.title();
        if (priority != wanted.urgency()) changed.add("priority");
        priority = wanted.urgency();
        if (!Objects.equals(wanted.dueAt(), dueAt)) {
            changed.add("dueAt");
            dueAt = wanted.dueAt();
            overdueAt = null;
        }
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** What it is about stays: another patient's is another task. */
    private void requireSame(CreateTask wanted) {
        if (!Objects.equals(wanted.patientId(), patientId)) throw Problem.invalid("patientId", "cannot be changed");
        if (!Objects.equals(wanted.about(), about())) throw Problem.invalid("about", "cannot be changed");
        if (wanted.assignee() == null && wanted.role() == null)
            throw Problem.invalid("assignee", "must be given where there is no role");
    }

    /** Fails with 409 when it has ended or another one has claimed it, with 403 when it is not the worker's to do. */
    public void complete(String worker, boolean inCharge, boolean toDo, Instant now) {
        if (status.hasEnded()) throw new InvalidTaskTransition(status);
        boolean others = assignee != null && !worker.equals(assignee);
        if (!inCharge && others && status == TaskStatus.CLAIMED) throw new TaskAlreadyClaimed();
        if (!inCharge && (others || !toDo)) throw new Forbidden();
        if (assignee == null) assignee = worker;
        end(TaskStatus.COMPLETED, now);
    }

    /** Whether it was open and is this account's now. */
    boolean claim(String subject, Instant now) {
        if (status != TaskStatus.OPEN) return false;
        status = TaskStatus.CLAIMED;
        assignee = subject;
        claimedAt = now;
        updatedAt = now;
        return true;
    }

    /** Who made it, who has it and who is in charge call it off. */
    public void cancel(String worker, boolean inCharge, @Nullable String reason, Instant now) {
        if (status.hasEnded()) throw new InvalidTaskTransition(status);
        if (orderId != null) throw new InvalidTaskTransition("It belongs to an order: cancel that.");
        if (!inCharge && !worker.equals(createdBy) && !worker.equals(assignee)) throw new Forbidden();
        cancellationReason = reason;
        end(TaskStatus.CANCELLED, now);
    }

    /** What it was for has ended; it ends with it unless it has already. True when it did. */
    public boolean follow(TaskStatus end, Instant now) {
        if (status.hasEnded()) return false;
        end(end, now);
        return true;
    }

    private void end(TaskStatus end, Instant now) {
        status = end;
        endedAt = now;
        updatedAt = now;
    }

    public TaskEvent.Snapshot snapshot() {
        return new TaskEvent.Snapshot(
                id, version, patientId, assignee, role, dueAt, priority, about(), orderId, status, createdBy,
                updatedAt);
    }

    public TaskView view() {
        return new TaskView(
                id,
                version,
                title,
                patientId,
                assignee,
                role,
                dueAt,
                priority,
                about(),
                orderId,
                status,
                createdBy,
                claimedAt,
                overdueAt,
                endedAt,
                cancellationReason,
                createdAt,
                updatedAt);
    }

    private @Nullable WorkSubject about() {
        return aboutType == null || aboutId == null ? null : new WorkSubject(aboutType, aboutId);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public @Nullable UUID patientId() {
        return patientId;
    }

    public @Nullable StaffRole role() {
        return role;
    }

    public @Nullable String assignee() {
        return assignee;
    }

    public @Nullable Instant dueAt() {
        return dueAt;
    }

    public TaskStatus status() {
        return status;
    }

    public String createdBy() {
        return createdBy;
    }
}
