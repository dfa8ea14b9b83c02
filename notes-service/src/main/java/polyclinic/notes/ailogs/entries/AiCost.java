package polyclinic.notes.ailogs.entries;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * What it cost. A thousand tokens cost less than the smallest coin, so this is no sum of money that anybody pays.
 *
 * @param amount decimal digits, up to nine after the point
 * @param currency ISO 4217
 */
public record AiCost(
        @NotNull @Pattern(regexp = "[0-9]{1,9}(\\.[0-9]{1,9})?")
        String amount,

        @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {}
