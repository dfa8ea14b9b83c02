package polyclinic.billing.money;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.values.Money;

/**
 * Off the price of one line: a share or an amount.
 *
 * @param percent 0 to 100, or null
 * @param amount off the whole line, or null
 */
public record Discount(
        @Schema(implementation = String.class, examples = "10")
        @DecimalText
        @DecimalMin("0")
        @DecimalMax("100")
        @Digits(integer = 3, fraction = 6)
        @Nullable
        BigDecimal percent,

        @Nullable Money amount) {
    @JsonIgnore
    @AssertTrue(message = "must have either a percent or an amount")
    public boolean isOneOfBoth() {
        return (percent == null) != (amount == null);
    }
}
