package polyclinic.prescription.cleanup;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document, or what may become one, that no prescription points to.
 *
 * @param assetId null when the answer to the request to store was lost
 * @param sha256 by which it is looked for then, in lower-case hex
 * @param settledAt from then on no late request can store it any more
 */
record OrphanDocument(
        UUID id,
        UUID prescriptionId,
        UUID patientId,
        @Nullable UUID assetId,
        String sha256,
        Instant settledAt) {
    /** Whether a document that is not found now can no longer appear. */
    boolean isSettled(Instant now) {
        return !now.isBefore(settledAt);
    }
}
