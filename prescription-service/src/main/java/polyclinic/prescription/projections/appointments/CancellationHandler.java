package polyclinic.prescription.projections.appointments;

import io.smallrye.mutiny.Uni;

/** Called when an appointment or a walk-in's encounter is cancelled. */
public interface CancellationHandler {
    /** Runs in the open transaction, once for each cancellation, after the cancellation has been saved. */
    Uni<Void> cancelled(CareContext.Reference context);
}
