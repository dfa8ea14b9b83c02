package polyclinic.prescription.inventory.adjustments;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A correction by a difference.
 *
 * @param delta what is to be added, or taken away when negative; in the item's unit, not zero
 */
record AdjustStock(
        @NotNull UUID batchId,
        @NotNull @Digits(integer = 9, fraction = 4) BigDecimal delta,
        @NotNull AdjustmentReason reason,
        @Size(max = 1000) @Nullable String note) {}
