package polyclinic.clients.replay.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR date or time, which may be as short as a year.
 *
 * @param day as it is written, in the zone that it is written in
 * @param instant the time; where there is none, the beginning of the day, month or year in UTC
 * @param hasDay whether at least the day is known
 */
public record FhirDateTime(LocalDate day, Instant instant, boolean hasDay) {

    /** Returns a date or time, the start of a period or the first event of a timing; null for anything else. */
    public static @Nullable FhirDateTime of(@Nullable Type when) {
        if (when instanceof Period period) return of(period.getStartElement());
        if (when instanceof Timing timing && timing.hasEvent())
            return of(timing.getEvent().get(0));
        return when instanceof BaseDateTimeType value && value.hasValue() ? parse(value) : null;
    }

    private static @Nullable FhirDateTime parse(BaseDateTimeType value) {
        String text = value.getValueAsString();
        try {
            return switch (text.length()) {
                case 4 -> startOf(LocalDate.of(Integer.parseInt(text), 1, 1), false);
                case 7 -> startOf(LocalDate.parse(text + "-01"), false);
                case 10 -> startOf(LocalDate.parse(text), true);
                default ->
                    new FhirDateTime(
                            LocalDate.parse(text.substring(0, 10)),
                            value.getValue().toInstant(),
                            true);
            };
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException notADate) {
            return null;
        }
    }

    private static FhirDateTime startOf(LocalDate day, boolean hasDay) {
        return new FhirDateTime(day, day.atStartOfDay().toInstant(ZoneOffset.UTC), hasDay);
    }
}
