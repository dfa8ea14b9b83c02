package polyclinic.prescription.inventory.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/**
 * One row of the ledger.
 *
 * @param quantity in the item's unit; negative when it left
 * @param note the reason in words, or null
 * @param dispenseItemId the dispensed line that it belongs to, or null
 * @param movedBy the account
 */
public record StockMovement(
        UUID id,
        UUID batchId,
        UUID itemId,
        MovementKind kind,
        BigDecimal quantity,
        @Nullable String note,
        @Nullable UUID dispenseItemId,
        String movedBy,
        Instant movedAt) {
    /** A movement that no dispense made. */
    public static StockMovement of(
            UUID batchId,
            UUID itemId,
            MovementKind kind,
            BigDecimal quantity,
            @Nullable String note,
            String movedBy,
            Instant now) {
        return new StockMovement(Ids.next(), batchId, itemId, kind, quantity, note, null, movedBy, now);
    }

    /** What comes back of a dispensed line. */
    public static StockMovement back(
            UUID batchId,
            UUID itemId,
            MovementKind kind,
            BigDecimal quantity,
            @Nullable String note,
            UUID dispenseItemId,
            String movedBy,
            Instant now) {
        return new StockMovement(Ids.next(), batchId, itemId, kind, quantity, note, dispenseItemId, movedBy, now);
    }
}
