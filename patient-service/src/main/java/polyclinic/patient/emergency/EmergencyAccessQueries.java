package polyclinic.patient.emergency;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.EmergencyAccessPolicy;

/** Auditors read every emergency access, others their own. Every read is audited before it is answered. */
@ApplicationScoped
class EmergencyAccessQueries {
    private static final int MAX_OPEN = 50;

    private final EmergencyAccesses accesses;
    private final Audit audit;
    private final Clock clock;

    EmergencyAccessQueries(EmergencyAccesses accesses, Audit audit, Clock clock) {
        this.accesses = accesses;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<EmergencyAccessView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> accesses.require(id))
                .map(EmergencyAccess::view)
                .invoke(access -> {
                    if (!EmergencyAccessPolicy.mayRead(caller, access.subject()))
                        throw new NotFound("emergency access").about("emergency_access", id, access.patientId());
                })
                .call(access -> audit.read("emergency_access", id, access.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<EmergencyAccessView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** The caller's own to this patient that are not over. Other services ask it in the caller's name. */
    Uni<Page<EmergencyAccessView>> open(UUID patientId, Caller caller) {
        return Panache.withSession(() -> accesses.open(caller.subject(), patientId, clock.instant(), MAX_OPEN))
                .map(rows -> Page.of(rows, MAX_OPEN, EmergencyAccess::view, row -> Cursor.encode(row.id())))
                .call(page -> page.items().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.searched("emergency_access", patientId));
    }

    Uni<Page<EmergencyAccessView>> list(@Nullable Boolean reviewed, @Nullable String after, int limit) {
        UUID cursor = Cursor.id(after);
        return Panache.withSession(() -> accesses.list(reviewed, cursor, limit))
                .map(rows -> Page.of(rows, limit, EmergencyAccess::view, row -> Cursor.encode(row.id())))
                .call(page -> audit.searched("emergency_access", page.items()));
    }
}
