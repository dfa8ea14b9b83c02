package polyclinic.notes.timelines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Page;
import polyclinic.notes.people.Access;
import polyclinic.notes.store.Keyset;

/** Shows everything that happened to a patient. */
@ApplicationScoped
class Retelling {
    private final Timelines timelines;
    private final Access access;
    private final Audit audit;

    Retelling(Timelines timelines, Access access, Audit audit) {
        this.timelines = timelines;
        this.access = access;
        this.audit = audit;
    }

    Uni<Page<TimelineView>> timeline(UUID patientId, Keyset after, int limit, Caller caller) {
        return access.there(patientId, caller)
                .invoke(there -> {
                    if (!there) throw new NotFound("patient");
                })
                .chain(() -> timelines.of(patientId, after, limit, caller))
                .call(() -> audit.read("timeline", patientId, patientId))
                .map(items ->
                        Page.of(items, limit, TimelineView::of, last -> new Keyset(last.occurredAt, last.id).encode()));
    }
}
