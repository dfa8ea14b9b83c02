package polyclinic.billing.credits;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.values.Money;

/** What of an invoice is not owed any more, and why. */
record IssueCreditNote(
        @NotEmpty @Size(max = 200) List<@Valid @NotNull CreditedItem> lines,
        @NotBlank @Size(max = 1000) String reason) {

    /**
     * Either a line of the invoice or an amount with a description.
     *
     * @param lineId a line of the invoice, or null
     * @param quantity of the line; all that is not credited yet when absent
     * @param unitPrice without a line: what is taken off, for each of the quantity
     */
    @Schema(name = "CreditedItem")
    record CreditedItem(
            @Nullable UUID lineId,
            @SingleLine @Size(min = 1, max = 300) @Nullable String description,

            @Schema(implementation = String.class, examples = "1")
            @DecimalText
            @DecimalMin(value = "0", inclusive = false)
            @Digits(integer = 6, fraction = 4)
            @Nullable
            BigDecimal quantity,

            @Nullable Money unitPrice,

            @Schema(implementation = String.class, examples = "0.18")
            @DecimalText
            @DecimalMin("0")
            @DecimalMax("1")
            @Digits(integer = 1, fraction = 6)
            @Nullable
            BigDecimal taxRate) {
        @JsonIgnore
        @AssertTrue(message = "must have a lineId, or a description and a unitPrice")
        public boolean isNamed() {
            return lineId != null ? unitPrice == null && taxRate == null : description != null && unitPrice != null;
        }
    }
}
