package polyclinic.prescription.cleanup;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document at asset-service, or one that may still appear there, that no prescription points to.
 *
 * @param assetId null when the answer to the request to store was lost
 * @param sha256 lower-case hex; finds the document when its id is not known
 * @param settledAt after this time no late request can still store it
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
