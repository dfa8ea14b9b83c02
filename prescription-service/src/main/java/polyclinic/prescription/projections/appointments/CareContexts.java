package polyclinic.prescription.projections.appointments;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.projections.appointments.CareContext.OfAppointment;
import polyclinic.prescription.projections.appointments.CareContext.OfEncounter;

/** Finds the contexts of both kinds, appointments and walk-ins. */
@ApplicationScoped
public class CareContexts {
    private final KnownAppointments appointments;
    private final KnownWalkIns walkIns;

    CareContexts(KnownAppointments appointments, KnownWalkIns walkIns) {
        this.appointments = appointments;
        this.walkIns = walkIns;
    }

    /**
     * The context with its row locked until the transaction ends, so that a cancellation waits and then sees what was
     * written; null when unknown.
     */
    public Uni<@Nullable CareContext> locked(CareContext.Reference reference) {
        if (reference instanceof OfEncounter encounter)
            return walkIns.locked(encounter.id()).map(found -> found);
        return appointments.locked(((OfAppointment) reference).id()).map(found -> found);
    }
}
