package polyclinic.prescription.prescriptions;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.prescription.access.CareAccess;
import polyclinic.prescription.access.PrescriptionAccessPolicy;

/** Finds a prescription for a caller; asks appointment-service when only it can say that the patient is in care. */
@ApplicationScoped
public class PrescriptionAccess {
    private final Prescriptions prescriptions;
    private final CareAccess care;

    PrescriptionAccess(Prescriptions prescriptions, CareAccess care) {
        this.prescriptions = prescriptions;
        this.care = care;
    }

    /** Fails with 404 when there is none that the caller may see. Must not be called inside a transaction. */
    public Uni<Prescription> see(UUID id, Caller caller) {
        Scope scope = PrescriptionAccessPolicy.scope(caller);
        return Panache.withSession(() -> prescriptions.visible(id, scope, PrescriptionAccessPolicy.drafts(caller)))
                .chain(found -> found != null
                        ? Uni.createFrom().item(found)
                        : care.afterAsking(
                                scope,
                                () -> Panache.withSession(() -> prescriptions.whole(id)),
                                Prescription::patientId))
                .onItem()
                .ifNull()
                .switchTo(() -> Panache.withSession(() -> HiddenRows.notFound("prescription", "Prescription", id)));
    }

    /** Like {@link #see}, but also fails with 403 when the caller did not write it. */
    public Uni<Prescription> asPrescriber(UUID id, Caller caller) {
        return see(id, caller)
                .call(prescription -> Panache.withSession(() -> prescriptions.isWrittenBy(id, caller.subject()))
                        .invoke(PrescriptionAccessPolicy::requirePrescriber));
    }
}
