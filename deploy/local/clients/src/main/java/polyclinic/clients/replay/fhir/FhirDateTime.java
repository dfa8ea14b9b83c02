package polyclinic.clients.replay.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
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
 * @param instant the time; where there is none, the beginning of the day, month or year in UTC; a time without a zone
 *     is taken as UTC
 * @param hasDay whether at least the day is known
 */
public record FhirDateTime(LocalDate day, Instant instant, boolean hasDay) {
    private static final int DATE_LENGTH = 10;

    /**
     * Returns a date or time, the start of a period (its end where it has no start), or the first event or start of a timing; null
     * for anything else, and for a value that is absent.
     */
    public static @Nullable FhirDateTime of(@Nullable Type when) {
        if (when instanceof Period period)
            return of(
                    period.hasStartElement() && period.getStartElement().hasValue()
                            ? period.getStartElement()
                            : period.getEndElement());
        if (when instanceof Timing timing)
            return of(
                    timing.hasEvent()
                            ? timing.getEvent().get(0)
                            : timing.getRepeat().getBounds());
        return when instanceof BaseDateTimeType value && value.hasValue() ? parse(value.getValueAsString()) : null;
    }

    /** Returns a date or time as FHIR writes it; null when it is not one. */
    public static @Nullable FhirDateTime parse(@Nullable String text) {
        if (text == null) return null;
        try {
            return switch (text.length()) {
                case 4 -> startOf(LocalDate.of(Integer.parseInt(text), 1, 1), false);
                case 7 -> startOf(LocalDate.parse(text + "-01"), false);
                case DATE_LENGTH -> startOf(LocalDate.parse(text), true);
                default -> new FhirDateTime(LocalDate.parse(text.substring(0, DATE_LENGTH)), instant(text), true);
            };
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException notADate) {
            return null;
        }
    }

    private static Instant instant(String text) {
        boolean hasZone = text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)");
        return hasZone
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /** The beginning of a day in UTC. */
    public static FhirDateTime startOf(LocalDate day, boolean hasDay) {
        return new FhirDateTime(day, day.atStartOfDay().toInstant(ZoneOffset.UTC), hasDay);
    }
}
