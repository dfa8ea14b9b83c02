package polyclinic.prescription.orders;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.events.PrescriptionEvent;

/** An appointment that does not take place takes its draft prescription with it. What is issued stands. */
@ApplicationScoped
public class Voiding {
    private static final String REASON = "The appointment was cancelled.";

    private final Prescriptions prescriptions;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Voiding(Prescriptions prescriptions, Outbox outbox, Audit audit, Clock clock) {
        this.prescriptions = prescriptions;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** In the open transaction. One that is being issued is looked at again when that ends. */
    public Uni<Void> appointmentCancelled(UUID appointmentId) {
        return prescriptions.lockedOf(appointmentId).chain(this::voidAll);
    }

    /** In the open transaction, with the prescription's row locked. */
    public Uni<Void> voidDraft(Prescription prescription) {
        Instant now = clock.instant();
        if (!prescription.voidDraft(REASON, now)) return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry(
                                "cancel",
                                "prescription",
                                prescription.id(),
                                prescription.patientId(),
                                List.of("status"),
                                REASON),
                        new PrescriptionEvent.Cancelled(prescription.snapshot(REASON, now))));
    }

    private Uni<Void> voidAll(List<Prescription> found) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Prescription prescription : found) all = all.chain(() -> voidDraft(prescription));
        return all;
    }
}
