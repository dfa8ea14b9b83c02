package polyclinic.prescription.inventory.adjustments;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody counted. The difference is taken from what the ledger says at that moment, so nobody has to compute it.
 *
 * @param counted in the item's unit
 */
record CountStock(
        @NotNull UUID batchId,

        @NotNull @Digits(integer = 9, fraction = 4) @DecimalMin("0")
        BigDecimal counted,

        @Size(max = 1000) @Nullable String note) {}
