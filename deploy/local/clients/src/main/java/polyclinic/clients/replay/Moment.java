package polyclinic.clients.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.BaseDateTimeType;

/**
 * A FHIR date or time, which may be as short as a year.
 *
 * @param day as it is written, in the zone that it is written in
 * @param at the instant; the beginning of the day, month or year in UTC where there is no time
 * @param isWhole whether at least the day is known
 */
record Moment(LocalDate day, Instant at, boolean isWhole) {

    /** Null for nothing or what is no date. */
    static Moment of(BaseDateTimeType value) {
        if (value == null || !value.hasValue()) return null;
        String text = value.getValueAsString();
        try {
            return switch (text.length()) {
                case 4 -> date(LocalDate.of(Integer.parseInt(text), 1, 1), false);
                case 7 -> date(LocalDate.parse(text + "-01"), false);
                case 10 -> date(LocalDate.parse(text), true);
                default ->
                    new Moment(
                            LocalDate.parse(text.substring(0, 10)),
                            value.getValue().toInstant(),
                            true);
            };
        } catch (RuntimeException noDate) {
            return null;
        }
    }

    private static Moment date(LocalDate day, boolean isWhole) {
        return new Moment(day, day.atStartOfDay().toInstant(ZoneOffset.UTC), isWhole);
    }
}
