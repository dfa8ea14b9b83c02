package polyclinic.prescription.inventory.items;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.inventory.batches.BatchView;
import polyclinic.prescription.inventory.batches.StockBatches.Level;

/**
 * An item as clients see it, with what there is of it.
 *
 * @param onHand all that is there, in the item's unit
 * @param available what may be dispensed of it: neither expired nor recalled
 * @param batches those with something on hand first, then by expiry, at most 200; null in lists
 */
public record InventoryItemView(
        UUID id,
        long version,
        String sku,
        String name,
        InventoryItemKind kind,
        @Nullable UUID medicationId,
        String unit,
        BigDecimal reorderLevel,
        BigDecimal onHand,
        BigDecimal available,
        @Nullable List<BatchView> batches,
        Instant createdAt,
        Instant updatedAt) {
    static final String PATH = "/api/v1/inventory/items";

    static InventoryItemView of(InventoryItem item, Level level, @Nullable List<BatchView> batches) {
        return new InventoryItemView(
                item.id(),
                item.version(),
                item.sku(),
                item.name(),
                item.kind(),
                item.medicationId(),
                item.unit(),
                item.reorderLevel(),
                level.onHand(),
                level.available(),
                batches,
                item.createdAt(),
                item.updatedAt());
    }
}
