package polyclinic.prescription.inventory.alerts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What is told of stock on {@code prescription.events}. Quantities are decimals as text, in the item's unit. */
public sealed interface StockEvent extends Event {
    UUID inventoryItemId();

    @Override
    default UUID aggregateId() {
        return inventoryItemId();
    }

    /**
     * There is as little as the reorder level, or less.
     *
     * @param onHand all that is there
     * @param available what may be dispensed of it, neither expired nor recalled; this is what is compared
     */
    @EventType("stock.low.v1")
    record Low(
            UUID inventoryItemId,
            String sku,
            String name,
            String onHand,
            String available,
            String reorderLevel,
            String unit,
            Instant occurredAt)
            implements StockEvent {}

    /** There is more than the reorder level again. */
    @EventType("stock.replenished.v1")
    record Replenished(
            UUID inventoryItemId,
            String sku,
            String name,
            String onHand,
            String available,
            String reorderLevel,
            String unit,
            Instant occurredAt)
            implements StockEvent {}

    /**
     * Some of a batch is still there, and its last day of use is near or over.
     *
     * @param expiresOn the last day of use
     */
    @EventType("stock.expiring.v1")
    record Expiring(
            UUID inventoryItemId,
            UUID batchId,
            String sku,
            String name,
            String lot,
            LocalDate expiresOn,
            String onHand,
            String unit,
            Instant occurredAt)
            implements StockEvent {}
}
