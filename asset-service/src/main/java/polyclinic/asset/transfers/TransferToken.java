package polyclinic.asset.transfers;

import java.time.Instant;
import java.util.UUID;

/**
 * What a link is for.
 *
 * @param id of the announced upload, or of the asset
 * @param subject whom it was given to
 */
public record TransferToken(Purpose purpose, UUID id, String subject, Instant expiresAt) {
    /** A link for the one is none for the other. */
    public enum Purpose {
        UPLOAD,
        DOWNLOAD
    }
}
