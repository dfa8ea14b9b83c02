package polyclinic.patient.details;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * When somebody was born, as well as it is known: on a day, about a day, or unknown.
 *
 * @param isEstimated whether only the year or the age is known; false when nothing is
 */
public record BirthDate(@Nullable LocalDate date, boolean isEstimated) {
    /** Years; nobody is known to have reached it. */
    static final int MAX_AGE = 130;

    private static final int HALF_A_YEAR = 6;
    private static final ZoneOffset FIRST_ZONE = ZoneOffset.ofHours(14);

    /**
     * The birth date of the details. Of an age it is the day in the middle of those on which somebody of that age can have been
     * born, so that the age is right today and the date at most half a year off. 422 for a day to come, and for an age beside what
     * contradicts it.
     */
    public static BirthDate of(PatientDetails details, Instant now) {
        Integer age = details.age();
        LocalDate date = details.birthDate();
        if (age != null) {
            if (date != null) throw Problem.invalid("age", "must not stand beside a birthDate");
            if (Boolean.FALSE.equals(details.birthDateEstimated()))
                throw Problem.invalid("birthDateEstimated", "must be true or absent beside an age");
            LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
            return new BirthDate(today.minusYears(age).minusMonths(HALF_A_YEAR), true);
        }
        if (date == null) return new BirthDate(null, false);
        // It is that day somewhere already.
        if (date.isAfter(now.atOffset(FIRST_ZONE).toLocalDate()))
            throw Problem.invalid("birthDate", "must not lie in the future");
        return new BirthDate(date, Boolean.TRUE.equals(details.birthDateEstimated()));
    }
}
