package polyclinic.asset.extracts;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How far taking the text out of a document has come.
 *
 * @param failure why there is none
 * @param pages how many it has
 * @param language ISO 639, null when it is not known
 * @param tries how often it was begun since it was received, or since somebody asked for it again
 * @param claim counts who took it: what an earlier one finds later counts no more
 */
public record TextState(
        TextStatus status,
        @Nullable TextFailure failure,
        @Nullable Integer pages,
        @Nullable String language,
        int tries,
        int claim) {
    /** Of the asset's document. */
    public static final String FIELD = "text";

    public static final String STATUS = FIELD + ".status";
    public static final String FAILURE = FIELD + ".failure";
    public static final String PAGES = FIELD + ".pages";
    public static final String LANGUAGE = FIELD + ".language";
    public static final String TRIES = FIELD + ".tries";
    public static final String CLAIM = FIELD + ".claim";
    /** Until then whoever took it is believed to be alive. */
    public static final String DUE = FIELD + ".due";

    public static final String RECEIVED_AT = FIELD + ".receivedAt";

    /** Of a document that was just stored. */
    public static Document received(Instant now) {
        return new Document("status", TextStatus.RECEIVED.name()).append("receivedAt", Date.from(now));
    }

    public static TextState of(Document kept) {
        String failure = kept.getString("failure");
        return new TextState(
                TextStatus.valueOf(kept.getString("status")),
                failure == null ? null : TextFailure.valueOf(failure),
                kept.getInteger("pages"),
                kept.getString("language"),
                kept.getInteger("tries", 0),
                kept.getInteger("claim", 0));
    }
}
