package polyclinic.notes.transcripts.segments;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.content.EarliestDate;

/**
 * That the patient agreed to being recorded and transcribed.
 *
 * @param by who agreed: the patient, or who speaks for them
 * @param at when, before the recording was sent here
 */
public record Consent(
        @NotNull Boolean given,
        @NotBlank @SingleLine @Size(max = 200) String by,
        @NotNull Instant at) {
    /** Clocks of devices differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** As it is kept. Fails with 422 {@code consent-required} unless it was given, and with 422 when that is yet to come. */
    public Consent required(Instant now) {
        if (!given) throw new Problem(422, "consent-required", "Nobody is transcribed without the patient's consent.");
        if (at.isAfter(now.plus(TOLERANCE))) throw Problem.invalid("consent.at", "must not be in the future");
        if (at.isBefore(EarliestDate.INSTANT))
            throw Problem.invalid("consent.at", "must not be before " + EarliestDate.DATE);
        // A BSON date has milliseconds.
        return new Consent(true, by, at.truncatedTo(ChronoUnit.MILLIS));
    }
}
