package polyclinic.patient.content;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Days on which something can have happened to a patient. */
public final class EntryDay {
    /** Older than anybody whose record is kept, and within what every database and client can hold. */
    static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);

    private static final ZoneOffset FIRST_ZONE = ZoneOffset.ofHours(14);

    private EntryDay() {}

    /** Fails with 422 when the day is still to come wherever one is, or nobody's who lives. A day that is absent is another rule's. */
    public static void requirePast(String field, @Nullable LocalDate day, Instant now) {
        if (day == null) return;
        if (day.isBefore(EARLIEST)) throw Problem.invalid(field, "must not be before " + EARLIEST);
        if (day.isAfter(now.atOffset(FIRST_ZONE).toLocalDate()))
            throw Problem.invalid(field, "must not lie in the future");
    }
}
