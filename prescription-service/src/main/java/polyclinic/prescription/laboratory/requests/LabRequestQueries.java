package polyclinic.prescription.laboratory.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.access.CareAccess;
import polyclinic.prescription.access.LabAccessPolicy;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequests;

/** Reads of laboratory requests. Each is audited before it is answered. */
@ApplicationScoped
public class LabRequestQueries {
    private final LabRequests requests;
    private final LabRequestAccess access;
    private final CareAccess care;
    private final Audit audit;

    LabRequestQueries(LabRequests requests, LabRequestAccess access, CareAccess care, Audit audit) {
        this.requests = requests;
        this.access = access;
        this.care = care;
        this.audit = audit;
    }

    Uni<LabRequestView> get(UUID id, Caller caller) {
        return read(id, caller).map(found -> LabRequestView.of(found, caller));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<LabRequestView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first. */
    Uni<Page<LabRequestView>> list(LabRequests.Search search, Caller caller) {
        Scope scope = LabAccessPolicy.scope(caller);
        UUID patientId = search.patientId();
        return care.beforeListing(scope, patientId).chain(reached -> Panache.withSession(
                        () -> requests.list(search, scope))
                .map(rows -> Page.of(
                        rows, search.limit(), row -> LabRequestView.of(row, caller), last -> Cursor.encode(last.id())))
                .call(page -> audit.searched("lab_request", patientId, page.items(), () -> Uni.createFrom()
                        .item(reached))));
    }

    /** The versions of the results, the newest first. */
    Uni<Page<LabReportView>> reports(UUID id, @Nullable UUID after, int limit, Caller caller) {
        boolean readsReviews = LabAccessPolicy.readsReviews(caller);
        return read(id, caller).chain(found -> Panache.withSession(() -> requests.reports(id, after, limit))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        report -> LabReportView.of(found.patientId(), report, readsReviews),
                        last -> Cursor.encode(last.id()))));
    }

    private Uni<LabRequest> read(UUID id, Caller caller) {
        return access.see(id, caller).call(found -> audit.read("lab_request", id, found.patientId()));
    }
}
