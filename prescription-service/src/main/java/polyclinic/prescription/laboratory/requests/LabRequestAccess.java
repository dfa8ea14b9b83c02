package polyclinic.prescription.laboratory.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.prescription.access.CareAccess;
import polyclinic.prescription.access.LabAccessPolicy;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequests;

/** Finds a laboratory request for a caller; asks appointment-service when only it can say that the patient is in care. */
@ApplicationScoped
public class LabRequestAccess {
    private final LabRequests requests;
    private final CareAccess care;

    LabRequestAccess(LabRequests requests, CareAccess care) {
        this.requests = requests;
        this.care = care;
    }

    /** Fails with 404 when there is none that the caller reaches with this operation. Must not be called inside a transaction. */
    public Uni<LabRequest> see(UUID id, Caller caller) {
        Scope scope = LabAccessPolicy.scope(caller);
        return Panache.withSession(() -> requests.visible(id, scope))
                .chain(found -> found != null
                        ? Uni.createFrom().item(found)
                        : care.afterAsking(
                                scope, () -> Panache.withSession(() -> requests.whole(id)), LabRequest::patientId))
                .onItem()
                .ifNull()
                .switchTo(() -> Panache.withSession(() -> HiddenRows.notFound("lab request", "LabRequest", id)));
    }
}
