package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.cleanup.OrphanDocumentCleanup;
import polyclinic.prescription.cleanup.OrphanDocuments;
import polyclinic.prescription.clients.StoredDocuments;
import polyclinic.prescription.documents.PrescriptionDocumentFactory;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.Prescriptions;

/**
 * Issues a prescription: rendered → signed → stored at asset-service → pointed to, as {@link Step} defines. The result of each step
 * is written to the attempt's row before the next begins, so that any replica can continue where another was killed: it claims the
 * row when the lease has expired, and the fence keeps a replica that was merely slow from writing too.
 *
 * <p>When a step fails permanently, or the time is up, the prescription returns to draft with the reason, and
 * {@link OrphanDocumentCleanup} deletes any document left behind.
 */
@ApplicationScoped
class IssuingProcess {
    /** A step that takes longer than a lease, as a long document may, is not begun by another replica meanwhile. */
    private static final int RENEWALS_PER_LEASE = 3;

    private final IssuingConfig config;
    private final IssuingAttempts attempts;
    private final AttemptCompletion completion;
    private final PrescriptionDocumentFactory documents;
    private final StoredDocuments storage;
    private final Prescriptions prescriptions;
    private final OrphanDocuments orphans;
    private final OrphanDocumentCleanup cleanup;
    private final RetryPolicy retries;
    private final Clock clock;
    private final BackgroundWork steps;

    IssuingProcess(
            IssuingConfig config,
            IssuingAttempts attempts,
            AttemptCompletion completion,
            PrescriptionDocumentFactory documents,
            StoredDocuments storage,
            Prescriptions prescriptions,
            OrphanDocuments orphans,
            OrphanDocumentCleanup cleanup,
            Clock clock,
            Hold hold) {
        this.config = config;
        this.attempts = attempts;
        this.completion = completion;
        this.documents = documents;
        this.storage = storage;
        this.prescriptions = prescriptions;
        this.orphans = orphans;
        this.cleanup = cleanup;
        this.retries = new RetryPolicy(config.pause());
        this.clock = clock;
        this.steps = hold.background("issuing");
    }

    /** Advances a claimed attempt as far as possible. A step whose result could not be written is repeated after the lease. */
    Uni<Void> drive(@Nullable IssuingAttempt attempt) {
        if (attempt == null || attempt.step().isEnd()) return Uni.createFrom().voidItem();
        return steps.whenReleased(() -> advance(attempt))
                .chain(this::drive)
                .onFailure(IssuingAttempts.LostLease.class)
                .recoverWithUni(lost -> {
                    Log.infof("issuing id=%s: %s", attempt.prescriptionId(), lost.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    /** Performs one step and decides what follows its failure; null when the step is to be tried again later. */
    Uni<@Nullable IssuingAttempt> advance(IssuingAttempt attempt) {
        Optional<String> reason = retries.reasonToStop(attempt, clock.instant());
        if (reason.isPresent()) return giveUp(attempt, Step.Outcome.TIMED_OUT, reason.get());
        return DuplicatedContextRunner.renewing(
                        config.lease().dividedBy(RENEWALS_PER_LEASE),
                        config.givesUpAfter(),
                        () -> attempts.renew(attempt, config.lease()),
                        () -> perform(attempt))
                .onFailure(failure -> !(failure instanceof IssuingAttempts.LostLease))
                .recoverWithUni(failure -> afterFailure(attempt, failure));
    }

    private Uni<IssuingAttempt> perform(IssuingAttempt attempt) {
        return switch (attempt.step()) {
            case RENDER ->
                prescription(attempt)
                        .chain(prescription -> documents.render(prescription, attempt.startedAt()))
                        .chain(pdf -> attempts.advance(attempt, attempt.rendered(pdf), config.lease()));
            case SIGN ->
                documents
                        .sign(attempt.requireDocument())
                        .chain(pdf -> attempts.advance(attempt, attempt.signed(pdf), config.lease()));
            case STORE -> store(attempt).chain(assetId -> keep(attempt.stored(assetId), attempt));
            case POINT ->
                completion
                        .complete(attempt)
                        .invoke(() -> Log.infof("prescription issued id=%s", attempt.prescriptionId()));
            case ISSUED, RETURNED -> Uni.createFrom().item(attempt);
        };
    }

    private Uni<UUID> store(IssuingAttempt attempt) {
        return prescription(attempt)
                .chain(prescription -> storage.store(new StoredDocuments.NewDocument(
                        prescription.patientId(),
                        prescription.context().appointmentId(),
                        prescription.id(),
                        attempt.idempotencyKey(),
                        attempt.requireDocument())))
                .map(stored -> {
                    if (!stored.sha256().equals(attempt.sha256()))
                        throw new PermanentFailure(
                                attempt.leaving(stored.assetId()),
                                "asset-service stored something else instead of the document.");
                    return stored.assetId();
                });
    }

    /** Marks the stored document for deletion when another replica has given the attempt up meanwhile. */
    private Uni<IssuingAttempt> keep(IssuingAttempt stored, IssuingAttempt before) {
        UUID assetId = stored.assetId();
        return attempts.advance(before, stored, config.lease())
                .onFailure(IssuingAttempts.LostLease.class)
                .call(() -> assetId == null
                        ? Uni.createFrom().voidItem()
                        : orphans.addIfReturned(stored.prescriptionId(), stored.attempt(), assetId, stored.sha256()));
    }

    private Uni<Prescription> prescription(IssuingAttempt attempt) {
        return Panache.withSession(() -> prescriptions.whole(attempt.prescriptionId()))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("prescription"));
    }

    private Uni<@Nullable IssuingAttempt> afterFailure(IssuingAttempt attempt, Throwable failure) {
        Optional<String> reason = retries.reasonToGiveUp(attempt.step(), failure);
        if (reason.isPresent()) {
            if (RetryPolicy.isUnexpected(failure))
                Log.errorf(failure, "issuing id=%s step=%s", attempt.prescriptionId(), attempt.step());
            IssuingAttempt known = failure instanceof PermanentFailure permanent ? permanent.attempt() : attempt;
            return giveUp(known, Step.Outcome.FAILED, reason.get());
        }
        Log.warnf(
                "issuing id=%s step=%s: %s; it will be tried again",
                attempt.prescriptionId(), attempt.step(), failure.getClass().getName());
        return attempts.release(attempt, retries.pause(attempt, clock.instant()))
                .replaceWith((IssuingAttempt) null);
    }

    private Uni<IssuingAttempt> giveUp(IssuingAttempt attempt, Step.Outcome outcome, String reason) {
        return completion.giveUp(attempt, outcome, reason).invoke(() -> {
            Log.warnf("prescription returned to draft id=%s: %s", attempt.prescriptionId(), reason);
            cleanup.wake();
        });
    }
}
