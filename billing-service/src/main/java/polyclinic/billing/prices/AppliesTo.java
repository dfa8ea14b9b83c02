package polyclinic.billing.prices;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * What a price is taken for by itself.
 *
 * @param code which of them: {@code booked} or {@code walk_in} for an encounter, else the code of the procedure, test or
 *     medication; null for all that have no price of their own
 */
public record AppliesTo(
        @NotNull Type type,
        @Size(max = 200) @SingleLine @Nullable String code) {
    /** Of what it is the price. */
    @Schema(name = "AppliesToType")
    public enum Type {
        ENCOUNTER,
        PROCEDURE,
        LAB_TEST,
        MEDICATION
    }
}
