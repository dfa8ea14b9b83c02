package polyclinic.asset.extracts;

import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bson.Document;

/**
 * How far making small pictures of a file has come.
 *
 * @param receivedAt since when there are to be some
 * @param tries how often it was begun
 */
public record ThumbnailState(ThumbnailStatus status, Instant receivedAt, int tries) {
    /** Of the asset's document. */
    public static final String FIELD = "thumbnail";

    public static final String STATUS = FIELD + ".status";
    public static final String FAILURE = FIELD + ".failure";
    public static final String TRIES = FIELD + ".tries";
    /** Until then whoever took it is believed to be alive. */
    public static final String DUE = FIELD + ".due";

    public static final String RECEIVED_AT = FIELD + ".receivedAt";

    /** Of the asset's document: the pictures, by the name of their {@link ThumbnailSize}. Reads leave it out. */
    public static final String PICTURES = "thumbnails";

    /** Of what there are small pictures. */
    public static final Set<String> TYPES =
            Set.of("image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf");

    /** Of a file that was just stored. */
    public static Document pending(Instant now) {
        return new Document("status", ThumbnailStatus.PENDING.name()).append("receivedAt", Date.from(now));
    }

    public static ThumbnailState of(Document kept) {
        return new ThumbnailState(
                ThumbnailStatus.valueOf(kept.getString("status")),
                kept.getDate("receivedAt").toInstant(),
                kept.getInteger("tries", 0));
    }
}
