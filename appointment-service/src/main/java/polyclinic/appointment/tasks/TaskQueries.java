package polyclinic.appointment.tasks;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of tasks. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
public class TaskQueries {
    private final Tasks tasks;
    private final WorkVisibility visibility;
    private final Audit audit;

    TaskQueries(Tasks tasks, WorkVisibility visibility, Audit audit) {
        this.tasks = tasks;
        this.visibility = visibility;
        this.audit = audit;
    }

    Uni<TaskView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> tasks.require(id, caller).map(Task::view))
                .call(view -> audit.read("task", id, view.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<TaskView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<TaskView>> list(Tasks.Filter filter, Caller caller, @Nullable String after, int limit) {
        UUID last = Cursor.id(after);
        UUID patient = filter.patientId();
        return Panache.withSession(() -> tasks.list(filter, caller, last, limit))
                .map(rows -> Page.of(rows, limit, Task::view, row -> Cursor.encode(row.id())))
                .call(page -> audit.searched(
                        "task",
                        patient,
                        page.items(),
                        () -> Panache.withSession(() -> visibility.reaches(caller, Objects.requireNonNull(patient)))));
    }
}
