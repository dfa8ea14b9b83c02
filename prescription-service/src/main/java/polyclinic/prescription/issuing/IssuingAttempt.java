package polyclinic.prescription.issuing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Sha256;

/**
 * An attempt at issuing, as this replica last claimed or wrote its row.
 *
 * @param fence number of the claim: a write with an older one has no effect
 * @param document the bytes made so far, or null
 * @param assetId of the stored document, or null
 */
record IssuingAttempt(
        UUID prescriptionId,
        int attempt,
        Step step,
        long fence,
        byte @Nullable [] document,
        @Nullable UUID assetId,
        Instant startedAt,
        Instant givesUpAt) {

    IssuingAttempt rendered(byte[] pdf) {
        return at(step.after(Step.Outcome.RENDERED), pdf, assetId);
    }

    IssuingAttempt signed(byte[] pdf) {
        return at(step.after(Step.Outcome.SIGNED), pdf, assetId);
    }

    IssuingAttempt stored(UUID asset) {
        return at(step.after(Step.Outcome.STORED), document, asset);
    }

    /** At the same step, but with a document at asset-service that has to be deleted. */
    IssuingAttempt leaving(UUID asset) {
        return at(step, document, asset);
    }

    IssuingAttempt ended(Step end) {
        return at(end, null, assetId);
    }

    /** The bytes made so far; only from {@link Step#SIGN} on. */
    byte[] requireDocument() {
        if (document == null) throw new IllegalStateException("there is no document at " + step);
        return document;
    }

    /** SHA-256 of the bytes made so far, in lower-case hex, as asset-service gives it. */
    String sha256() {
        return Sha256.hex(requireDocument());
    }

    /** The key under which asset-service stores this attempt's document once. */
    String idempotencyKey() {
        return "prescription-" + prescriptionId + "-" + attempt;
    }

    private IssuingAttempt at(Step next, byte @Nullable [] pdf, @Nullable UUID asset) {
        return new IssuingAttempt(prescriptionId, attempt, next, fence, pdf, asset, startedAt, givesUpAt);
    }
}
