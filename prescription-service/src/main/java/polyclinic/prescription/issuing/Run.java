package polyclinic.prescription.issuing;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt at issuing, as its row stood when this replica claimed it or last wrote it.
 *
 * @param fence number of the claim: a write with an older one has no effect
 * @param document the bytes made so far, or null
 * @param assetId of the stored document, or null
 */
record Run(
        UUID prescriptionId,
        int attempt,
        Step step,
        long fence,
        byte[] document,
        UUID assetId,
        Instant startedAt,
        Instant givesUpAt) {

    Run rendered(byte[] pdf) {
        return at(step.after(Step.Happened.RENDERED), pdf, assetId);
    }

    Run signed(byte[] pdf) {
        return at(step.after(Step.Happened.SIGNED), pdf, assetId);
    }

    Run stored(UUID asset) {
        return at(step.after(Step.Happened.STORED), document, asset);
    }

    /** At the same step, but with a document at asset-service that is not wanted. */
    Run leaving(UUID asset) {
        return at(step, document, asset);
    }

    Run ended(Step end) {
        return at(end, null, assetId);
    }

    /** The key under which asset-service stores this attempt's document once. */
    String idempotencyKey() {
        return "prescription-" + prescriptionId + "-" + attempt;
    }

    private Run at(Step next, byte[] pdf, UUID asset) {
        return new Run(prescriptionId, attempt, next, fence, pdf, asset, startedAt, givesUpAt);
    }
}
