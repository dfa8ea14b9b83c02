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
    /** No store has an instant outside of these, and some refuse to be asked for one. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The key in an opaque cursor, or null without one; 422 when the cursor is not one of ours. */
    public static @Nullable PageKey of(@Nullable String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        if (parts == null) return null;
        try {
            Instant at = Instant.parse(parts.get(0));
            if (at.isBefore(FIRST) || at.isAfter(LAST)) throw Cursor.invalid();
            return new PageKey(at, UUID.fromString(parts.get(1)));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }

    /** The opaque cursor. */
    public String encode() {
        return Cursor.encode(at, id);
    }
}
