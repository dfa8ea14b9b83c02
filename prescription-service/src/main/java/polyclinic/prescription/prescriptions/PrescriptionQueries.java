package polyclinic.prescription.prescriptions;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.access.PrescriptionAccessPolicy;

/** Reads of prescriptions. Each is audited before it is answered. */
@ApplicationScoped
public class PrescriptionQueries {
    private final Prescriptions prescriptions;
    private final PrescriptionAccess access;
    private final CareRelationships care;
    private final Audit audit;

    PrescriptionQueries(Prescriptions prescriptions, PrescriptionAccess access, CareRelationships care, Audit audit) {
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
        UUID audited = scope instanceof Scope.OwnPatient own ? own.patientId() : patientId;
        return askForCare(patientId, scope)
                .chain(() -> Panache.withSession(() -> prescriptions.list(patientId, status, after, limit, scope)))
                .call(() -> audit.searched("prescription", audited))
                .map(rows -> Page.of(rows, limit, PrescriptionView::of, last -> Cursor.encode(last.id())));
    }

    /** The id of the signed document at asset-service. Fails with 404 when there is none yet. */
    public Uni<UUID> document(UUID id, Caller caller) {
        return access.see(id, caller)
                .onItem()
                .transformToUni(found -> found.documentAssetId() == null
                        ? Uni.createFrom().failure(new NotFound("document"))
                        : audit.read("prescription_document", id, found.patientId())
                                .replaceWith(found.documentAssetId()));
    }

    /** Asks for missing care. Without the owner the list holds what is stored here, a doctor's own prescriptions included. */
    private Uni<Boolean> askForCare(@Nullable UUID patientId, Scope scope) {
        String doctor = scope.doctorSubject();
        if (patientId == null || doctor == null) return Uni.createFrom().item(true);
        return care.includes(doctor, patientId)
                .onFailure(OwnerUnavailable.class)
                .recoverWithItem(false);
    }
}
