package polyclinic.prescription.projections.appointments;

import io.smallrye.mutiny.Uni;

/** Has something to do when an appointment or a walk-in's encounter is cancelled. */
public interface CancellationHandler {
    /** In the open transaction, once for each cancellation and after it has become known. */
    Uni<Void> cancelled(CareContext.Reference context);
}
