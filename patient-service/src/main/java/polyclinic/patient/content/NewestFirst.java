package polyclinic.patient.content;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Cursor;

/** Where a page of a list ended that goes by the day of what it shows, the last first. */
public record NewestFirst(LocalDate day, UUID id) {
    /** Null for the first page; 422 for what is no cursor of such a list. */
    public static @Nullable NewestFirst of(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 2);
        if (parts == null) return null;
        try {
            return new NewestFirst(LocalDate.parse(parts.get(0)), UUID.fromString(parts.get(1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Cursor.invalid();
        }
    }

    public String cursor() {
        return Cursor.encode(day, id);
    }
}
