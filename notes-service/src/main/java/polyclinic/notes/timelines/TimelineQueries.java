package polyclinic.notes.timelines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.NotesAccessPolicy;

/** Reads a patient's timeline, each read with its audit entry. */
@ApplicationScoped
class TimelineQueries {
    private final Timelines timelines;
    private final PatientAccess patients;
    private final Audit audit;

    TimelineQueries(Timelines timelines, PatientAccess patients, Audit audit) {
        this.timelines = timelines;
        this.patients = patients;
        this.audit = audit;
    }

    /** Newest first; fails with 404 when there is no such patient within the caller's reach. */
    Uni<Page<TimelineView>> timeline(UUID patientId, @Nullable PageKey after, int limit, Caller caller) {
        Scope scope = NotesAccessPolicy.TIMELINE.scope(caller);
        return patients.exists(scope, patientId)
                .invoke(exists -> {
                    if (!exists)
                        throw new NotFound("patient")
                                .about("timeline", patientId, scope.equals(Scope.ALL) ? null : patientId);
                })
                .chain(() -> patients.reaches(NotesAccessPolicy.DRAFTS.scope(caller), patientId))
                .chain(drafts -> patients.reaches(NotesAccessPolicy.ACCOUNTS.scope(caller), patientId)
                        .map(accounts -> new Timelines.Shown(drafts, accounts)))
                .chain(shown -> timelines.of(patientId, after, limit, shown))
                .call(() -> audit.read("timeline", patientId, patientId))
                .map(found -> Page.of(
                        found, limit, TimelineView::of, last -> new PageKey(last.occurredAt(), last.id()).encode()));
    }
}
