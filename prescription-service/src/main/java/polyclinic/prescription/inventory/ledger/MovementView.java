package polyclinic.prescription.inventory.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger as clients see it.
 *
 * @param quantity negative when it left
 * @param movedBy the account
 */
record MovementView(
        UUID id,
        UUID itemId,
        UUID batchId,
        MovementKind kind,
        BigDecimal quantity,
        @Nullable String note,
        String movedBy,
        Instant movedAt) {
    static MovementView of(StockMovement movement) {
        return new MovementView(
                movement.id(),
                movement.itemId(),
                movement.batchId(),
                movement.kind(),
                movement.quantity(),
                movement.note(),
                movement.movedBy(),
                movement.movedAt());
    }
}
