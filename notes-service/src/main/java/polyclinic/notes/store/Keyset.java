package polyclinic.notes.store;

import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.commons.web.Cursor;

/** Where a page ended: the time that the list is ordered by, then the id. */
public record Keyset(Instant at, UUID id) {

    /** @return null when there is no cursor, for the first page */
    public static Keyset decode(String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        if (parts == null) return null;
        try {
            return new Keyset(Instant.ofEpochMilli(Long.parseLong(parts.get(0))), UUID.fromString(parts.get(1)));
        } catch (IllegalArgumentException foreign) {
            throw Cursor.invalid();
        }
    }

    public String encode() {
        return Cursor.encode(at.toEpochMilli(), id);
    }

    /** What comes after this place in a list with the newest first. */
    public Bson older(String field) {
        return Filters.or(Filters.lt(field, at), Filters.and(Filters.eq(field, at), Filters.lt("_id", id)));
    }

    /** What comes after this place in a list with the oldest first. */
    public Bson newer(String field) {
        return Filters.or(Filters.gt(field, at), Filters.and(Filters.eq(field, at), Filters.gt("_id", id)));
    }
}
