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
    private final KnownDoctors doctors;

    CareContexts(KnownAppointments appointments, KnownWalkIns walkIns, KnownDoctors doctors) {
        this.appointments = appointments;
        this.walkIns = walkIns;
        this.doctors = doctors;
    }

    /** The same, and null when it is not of the doctor whose account this is. */
    public Uni<@Nullable CareContext> lockedOf(CareContext.Reference reference, String subject) {
        return locked(reference)
                .chain(context -> context == null
                        ? Uni.createFrom().<@Nullable CareContext>nullItem()
                        : doctors.isAccountOf(context.doctorId(), subject)
                                .map(known -> known.orElse(context.isOf(subject)) ? context : null));
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

    /**
     * Whether it is known to be cancelled; for the open transaction that holds the row of a prescription of the context. The context's
     * row is not locked: a cancellation is written before it asks for the prescriptions, so it is seen here, or waits for the
     * prescription and sees what has become of it. Locked in this order, the two could wait for each other.
     */
    public Uni<Boolean> isCancelled(CareContext.Reference reference) {
        if (reference instanceof OfEncounter encounter) return walkIns.isCancelled(encounter.id());
        return appointments.isCancelled(((OfAppointment) reference).id());
    }
}
