package polyclinic.prescription.inventory.items;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * Something that is kept in stock.
 *
 * @param sku the clinic's own number of it; upper and lower case are the same
 * @param medicationId the medicine of the formulary that it is, or null
 * @param unit in which it is counted, for example {@code tablet}
 * @param reorderLevel it runs low at this much or less; nothing when absent
 */
record RegisterInventoryItem(
        @NotBlank @SingleLine @Size(max = 100) String sku,
        @NotBlank @SingleLine @Size(max = 300) String name,
        @NotNull InventoryItemKind kind,
        @Nullable UUID medicationId,
        @NotBlank @SingleLine @Size(max = 50) String unit,

        @Digits(integer = 9, fraction = 4) @DecimalMin("0") @Nullable
        BigDecimal reorderLevel) {
    BigDecimal knownReorderLevel() {
        return reorderLevel == null ? BigDecimal.ZERO : reorderLevel;
    }
}
