package polyclinic.prescription.inventory.batches;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.values.Money;

/**
 * A delivery.
 *
 * @param lot the maker's lot number
 * @param expiresOn the last day of use
 * @param quantity in the item's unit
 */
record ReceiveBatch(
        @NotBlank @SingleLine @Size(max = 100) String lot,
        @NotNull LocalDate expiresOn,

        @NotNull @Digits(integer = 9, fraction = 4) @DecimalMin(value = "0", inclusive = false)
        BigDecimal quantity,

        @NotNull Money unitCost,
        @SingleLine @Size(max = 200) @Nullable String supplier) {}
