package polyclinic.prescription.prescriptions;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.access.CareAccess;
import polyclinic.prescription.access.PrescriptionAccessPolicy;

/** Reads of prescriptions. Each is audited before it is answered. */
@ApplicationScoped
public class PrescriptionQueries {
    private final Prescriptions prescriptions;
    private final PrescriptionAccess access;
    private final CareAccess care;
    private final Audit audit;

    PrescriptionQueries(Prescriptions prescriptions, PrescriptionAccess access, CareAccess care, Audit audit) {
        this.prescriptions = prescriptions;
        this.access = access;
        this.care = care;
        this.audit = audit;
    }

    Uni<PrescriptionView> get(UUID id, Caller caller) {
        return access.see(id, caller)
                .call(found -> audit.read("prescription", id, found.patientId()))
                .map(PrescriptionView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<PrescriptionView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first; the parameters of {@link PrescriptionResource#list}. */
    Uni<Page<PrescriptionView>> list(
            @Nullable UUID patientId,
            @Nullable PrescriptionStatus status,
            @Nullable UUID after,
            int limit,
            Caller caller) {
        Scope scope = PrescriptionAccessPolicy.scope(caller);
        return care.beforeListing(scope, patientId).chain(reached -> Panache.withSession(() -> prescriptions.list(
                        patientId, status, after, limit, scope, PrescriptionAccessPolicy.drafts(caller)))
                .map(rows -> Page.of(rows, limit, PrescriptionView::of, last -> Cursor.encode(last.id())))
                .call(page -> audit.searched("prescription", patientId, page.items(), () -> Uni.createFrom()
                        .item(reached))));
    }

    /** A signed document, which lies at asset-service. */
    public record StoredDocument(UUID patientId, UUID assetId) implements PatientData {}

    /** Fails with 404 when there is none yet. */
    public Uni<StoredDocument> document(UUID id, Caller caller) {
        return access.see(id, caller)
                .onItem()
                .transformToUni(found -> found.documentAssetId() == null
                        ? Uni.createFrom().failure(new NotFound("document"))
                        : audit.read("prescription_document", id, found.patientId())
                                .replaceWith(new StoredDocument(found.patientId(), found.documentAssetId())));
    }
}
