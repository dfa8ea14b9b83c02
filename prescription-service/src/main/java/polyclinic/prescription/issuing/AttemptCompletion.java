package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.cancellation.PrescriptionVoiding;
import polyclinic.prescription.cleanup.OrphanDocuments;
import polyclinic.prescription.metrics.IssuingMetrics;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.screening.OpenPrescriptionScreening;

/**
 * Completes an attempt or gives it up. Each is one transaction: prescription, attempt's row, orphan document, event and audit
 * entry together.
 */
@ApplicationScoped
class AttemptCompletion {
    private final IssuingAttempts attempts;
    private final Prescriptions prescriptions;
    private final PrescriptionVoiding voiding;
    private final OrphanDocuments orphans;
    private final Outbox outbox;
    private final Audit audit;
    private final IssuingMetrics metrics;
    private final OpenPrescriptionScreening screening;
    private final IssuingConfig config;
    private final Clock clock;

    AttemptCompletion(
            IssuingAttempts attempts,
            Prescriptions prescriptions,
            PrescriptionVoiding voiding,
            OrphanDocuments orphans,
            Outbox outbox,
            Audit audit,
            IssuingMetrics metrics,
            OpenPrescriptionScreening screening,
            IssuingConfig config,
            Clock clock) {
        this.attempts = attempts;
        this.prescriptions = prescriptions;
        this.voiding = voiding;
        this.orphans = orphans;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        this.screening = screening;
        this.config = config;
        this.clock = clock;
    }

    /** Marks the prescription as issued and points it to its document. */
    Uni<IssuingAttempt> complete(IssuingAttempt attempt) {
        Step end = attempt.step().after(Step.Outcome.POINTED);
        Instant now = clock.instant();
        return Panache.withTransaction(() -> prescriptions
                        .locked(attempt.prescriptionId())
                        .call(prescription -> attempts.end(attempt, end, null, now))
                        .chain(prescription -> issue(attempt, prescription, now)))
                .replaceWith(() -> ended(attempt, end));
    }

    /** Returns the prescription to draft and records what may have been stored as an orphan. */
    Uni<IssuingAttempt> giveUp(IssuingAttempt attempt, Step.Outcome outcome, String reason) {
        Step end = attempt.step().after(outcome);
        Instant now = clock.instant();
        return Panache.withTransaction(() -> prescriptions
                        .locked(attempt.prescriptionId())
                        .call(prescription -> attempts.end(attempt, end, reason, now))
                        .call(prescription -> attempt.step().mayHaveStored()
                                ? addOrphan(attempt, prescription, now)
                                : Uni.createFrom().voidItem())
                        .chain(prescription -> returnToDraft(attempt, prescription, reason, now)))
                .replaceWith(() -> ended(attempt, end));
    }

    private IssuingAttempt ended(IssuingAttempt attempt, Step end) {
        metrics.ended(end == Step.ISSUED, attempt.startedAt());
        return attempt.ended(end);
    }

    private Uni<Void> issue(IssuingAttempt attempt, Prescription prescription, Instant now) {
        boolean changed = prescription.finishIssuing(
                attempt.attempt(), Objects.requireNonNull(attempt.assetId()), attempt.sha256(), now, config.validFor());
        if (!changed) return addOrphan(attempt, prescription, now);
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("issued", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status", "documentAssetId")),
                        new PrescriptionEvent.Issued(prescription.snapshot(null, now))))
                .chain(() -> screening.issued(prescription))
                .chain(() -> voiding.voidIfCancelled(prescription));
    }

    private Uni<Void> returnToDraft(IssuingAttempt attempt, Prescription prescription, String reason, Instant now) {
        if (!prescription.returnToDraft(attempt.attempt(), reason, now))
            return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("return_to_draft", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status"))
                                .withReason(reason),
                        new PrescriptionEvent.ReturnedToDraft(prescription.snapshot(reason, now))))
                .chain(() -> voiding.voidIfCancelled(prescription));
    }

    private Uni<Void> addOrphan(IssuingAttempt attempt, Prescription prescription, Instant now) {
        return orphans.add(prescription.id(), prescription.patientId(), attempt.assetId(), attempt.sha256(), now);
    }
}
