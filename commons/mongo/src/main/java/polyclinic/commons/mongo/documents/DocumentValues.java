package polyclinic.commons.mongo.documents;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Ids as texts, and times of milliseconds, as a document has them; null for what it does not have. */
public final class DocumentValues {
    private DocumentValues() {}

    public static @Nullable UUID uuid(Document document, String field) {
        String text = document.getString(field);
        return text == null ? null : UUID.fromString(text);
    }

    public static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }

    public static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    /** The store keeps milliseconds; what is answered now must equal what is read later. */
    public static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant.truncatedTo(ChronoUnit.MILLIS));
    }
}
