package polyclinic.prescription.prescribing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.appointments.AppointmentLookup;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.Prescriptions;

/** Finds a prescription for a caller; asks appointment-service when only it can say that the patient is in care. */
@ApplicationScoped
class Access {
    private final Prescriptions prescriptions;
    private final AppointmentLookup lookup;

    Access(Prescriptions prescriptions, AppointmentLookup lookup) {
        this.prescriptions = prescriptions;
        this.lookup = lookup;
    }

    /** Fails with 404 when there is none that the caller may see. */
    Uni<Prescription> see(UUID id, Caller caller) {
        return Panache.withSession(() -> prescriptions.visible(id, caller))
                .chain(found -> found != null ? Uni.createFrom().item(found) : afterAsking(id, caller));
    }

    /** The same, and 403 when the caller did not write it. */
    Uni<Prescription> asPrescriber(UUID id, Caller caller) {
        return see(id, caller).invoke(prescription -> {
            if (!prescription.doctorSubject().equals(caller.subject())) throw new NotThePrescriber();
        });
    }

    private Uni<Prescription> afterAsking(UUID id, Caller caller) {
        return Panache.withSession(() -> prescriptions.whole(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("prescription"))
                .chain(hidden -> lookup.prepareCare(hidden.patientId(), caller))
                .chain(() -> Panache.withSession(() -> prescriptions.require(id, caller)));
    }
}
