package polyclinic.prescription.projections.patients;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * When a patient was born, as far as anybody knows. A pharmacist compares it with an identity card: what was guessed from a year or an age says so, and
 * shows no day that nobody ever named.
 *
 * @param date null when it is not known
 * @param isEstimated whether the date was made of less than a date
 */
public record PrintedBirthDate(@Nullable LocalDate date, boolean isEstimated) {
    /** For example {@code 10 December 1815}, {@code about 1815} or {@code unknown}. */
    public String inWords(DateTimeFormatter exact) {
        if (date == null) return "unknown";
        return isEstimated ? "about " + date.getYear() : exact.format(date);
    }
}
