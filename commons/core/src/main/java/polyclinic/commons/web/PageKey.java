package polyclinic.commons.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list that is sorted by time ended: the next one goes on behind it (keyset paging).
 *
 * @param id tells rows of the same instant apart
 */
public record PageKey(Instant at, UUID id) {
    /** The key in an opaque cursor, or null without one; 422 when the cursor is not one of ours. */
    public static @Nullable PageKey of(@Nullable String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        if (parts == null) return null;
        try {
            return new PageKey(Instant.parse(parts.get(0)), UUID.fromString(parts.get(1)));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }

    /** The opaque cursor. */
    public String encode() {
        return Cursor.encode(at, id);
    }
}
