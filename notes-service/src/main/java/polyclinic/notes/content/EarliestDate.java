package polyclinic.notes.content;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Before this, nothing was recorded of a patient: no living patient was born earlier, and a BSON date can hold it. */
public final class EarliestDate {
    public static final LocalDate DATE = LocalDate.of(1850, 1, 1);
    public static final Instant INSTANT = DATE.atStartOfDay(ZoneOffset.UTC).toInstant();

    private EarliestDate() {}
}
