package polyclinic.notes.transcripts.segments;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * A piece of what was said, as whoever transcribes it sends it.
 *
 * @param start seconds from the beginning of the recording, with up to three decimals
 * @param end the same
 * @param speaker who said it, as far as that is known
 * @param confidence of the words, from 0 to 1
 */
public record SpokenSegment(
        @NotNull @DecimalMin("0") @DecimalMax("86400") @Digits(integer = 5, fraction = 3)
        BigDecimal start,

        @NotNull @DecimalMin("0") @DecimalMax("86400") @Digits(integer = 5, fraction = 3)
        BigDecimal end,

        @Nullable @SingleLine @Size(min = 1, max = 100) String speaker,
        @NotBlank @Size(max = 4000) String text,

        @Nullable @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = 8)
        BigDecimal confidence) {}
