package polyclinic.prescription.laboratory.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.prescription.access.LabAccessPolicy;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequests;

/** Finds a laboratory request for a caller; asks appointment-service when only it can say that the patient is in care. */
@ApplicationScoped
public class LabRequestAccess {
    private final LabRequests requests;
    private final CareRelationships care;

    LabRequestAccess(LabRequests requests, CareRelationships care) {
        this.requests = requests;
        this.care = care;
    }

    /** Fails with 404 when there is none that the caller reaches with this operation. Must not be called inside a transaction. */
    public Uni<LabRequest> see(UUID id, Caller caller) {
        Scope scope = LabAccessPolicy.scope(caller);
        return Panache.withSession(() -> requests.visible(id, scope))
                .chain(found -> found != null ? Uni.createFrom().item(found) : afterAsking(id, scope))
                .onItem()
                .ifNull()
                .switchTo(() -> Panache.withSession(() -> HiddenRows.notFound("lab request", "LabRequest", id)));
    }

    /** Asks the owner whether the patient is in the caller's care; null unless it is. */
    private Uni<LabRequest> afterAsking(UUID id, Scope scope) {
        String doctor = scope.doctorSubject();
        if (doctor == null) return Uni.createFrom().nullItem();
        return Panache.withSession(() -> requests.whole(id))
                .chain(hidden -> hidden == null
                        ? Uni.createFrom().nullItem()
                        : care.includes(doctor, hidden.patientId()).map(inCare -> inCare ? hidden : null));
    }
}
