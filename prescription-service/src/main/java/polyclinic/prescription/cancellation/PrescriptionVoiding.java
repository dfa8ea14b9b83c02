package polyclinic.prescription.cancellation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.appointments.CancellationHandler;
import polyclinic.prescription.projections.appointments.CareContext;
import polyclinic.prescription.projections.appointments.CareContexts;

/**
 * Cancels the prescription of an appointment or encounter that was cancelled, as a draft or issued. Of what was dispensed already
 * it tells that it goes on, with the reason {@value #ALREADY_DISPENSED}; when all of that has come back, it is cancelled, too.
 */
@ApplicationScoped
public class PrescriptionVoiding implements CancellationHandler {
    private static final String APPOINTMENT_CANCELLED = "The appointment was cancelled.";
    private static final String ALREADY_DISPENSED = "already-dispensed";
    private static final String ENCOUNTER_CANCELLED = "The encounter was cancelled.";

    private final Prescriptions prescriptions;
    private final CareContexts contexts;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PrescriptionVoiding(Prescriptions prescriptions, CareContexts contexts, Outbox outbox, Audit audit, Clock clock) {
        this.prescriptions = prescriptions;
        this.contexts = contexts;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Leaves one that is being issued or was dispensed; {@link #voidIfCancelled} looks at it again when that has ended. */
    @Override
    public Uni<Void> cancelled(CareContext.Reference context) {
        AtomicReference<@Nullable UUID> last = new AtomicReference<>();
        return AsyncLoop.whileMore(
                () -> prescriptions.lockedIn(context, last.get()).chain(found -> {
                    Uni<Void> all = Uni.createFrom().voidItem();
                    for (Prescription prescription : found) all = all.chain(() -> voidOrTell(prescription));
                    if (!found.isEmpty()) last.set(found.get(found.size() - 1).id());
                    return all.replaceWith(!found.isEmpty());
                }));
    }

    /**
     * For a prescription that is a draft or issued again: a cancellation that came before found nothing to cancel. In the open
     * transaction, with the prescription's row locked and what led there flushed.
     */
    public Uni<Void> voidIfCancelled(Prescription prescription) {
        if (!prescription.isVoidable()) return Uni.createFrom().voidItem();
        return contexts.isCancelled(prescription.context())
                .chain(cancelled -> cancelled
                        ? voidUndispensed(prescription)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> voidOrTell(Prescription prescription) {
        return prescription.isDispensed()
                ? outbox.append(incomplete(prescription, clock.instant()))
                : voidUndispensed(prescription);
    }

    private Uni<Void> voidUndispensed(Prescription prescription) {
        Instant now = clock.instant();
        String reason = prescription.context().appointmentId() != null ? APPOINTMENT_CANCELLED : ENCOUNTER_CANCELLED;
        if (!prescription.voidUndispensed(reason, now)) return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("cancel", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status"))
                                .withReason(reason),
                        new PrescriptionEvent.Cancelled(prescription.snapshot(reason, now))));
    }

    private static CancellationEvent incomplete(Prescription prescription, Instant now) {
        CareContext.Reference context = prescription.context();
        return new CancellationEvent.Incomplete(
                context.appointmentId(),
                context.encounterId(),
                prescription.patientId(),
                "prescription",
                prescription.id(),
                ALREADY_DISPENSED,
                now);
    }
}
