package polyclinic.prescription.cancellation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionAccess;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionQueries;
import polyclinic.prescription.prescriptions.PrescriptionView;
import polyclinic.prescription.prescriptions.Prescriptions;

/** The doctor who wrote a prescription cancels it, as a draft or after it was issued. */
@ApplicationScoped
class PrescriptionCancellation {
    private final Prescriptions prescriptions;
    private final PrescriptionQueries queries;
    private final PrescriptionAccess access;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PrescriptionCancellation(
            Prescriptions prescriptions,
            PrescriptionQueries queries,
            PrescriptionAccess access,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.queries = queries;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<PrescriptionView>> cancel(UUID id, CancelPrescription request, Caller caller) {
        return access.asPrescriber(id, caller)
                .chain(seen -> idempotency.once(
                        request,
                        () -> prescriptions
                                .locked(id)
                                .call(prescription -> cancel(prescription, request.reason()))
                                .map(PrescriptionView::of)
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<Void> cancel(Prescription prescription, String reason) {
        Instant now = clock.instant();
        prescription.cancel(reason, now);
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("cancel", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status"))
                                .withReason(reason),
                        new PrescriptionEvent.Cancelled(prescription.snapshot(reason, now))));
    }
}
