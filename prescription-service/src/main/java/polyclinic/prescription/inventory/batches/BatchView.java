package polyclinic.prescription.inventory.batches;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * A batch as clients see it.
 *
 * @param expiresOn the last day of use
 * @param recalledAt null unless it was recalled
 * @param preparedDispenses those that hold some of it and have not been picked up, oldest first; null in the view of an item
 */
public record BatchView(
        UUID id,
        long version,
        UUID itemId,
        String lot,
        LocalDate expiresOn,
        BigDecimal onHand,
        Money unitCost,
        @Nullable String supplier,
        @Nullable Instant recalledAt,
        @Nullable String recallReason,
        Instant receivedAt,
        @Nullable List<UUID> preparedDispenses) {
    static final String PATH = "/api/v1/inventory/batches/";

    public static BatchView of(StockBatch batch) {
        return of(batch, null);
    }

    static BatchView of(StockBatch batch, @Nullable List<UUID> preparedDispenses) {
        return new BatchView(
                batch.id(),
                batch.version(),
                batch.itemId(),
                batch.lot(),
                batch.expiresOn(),
                batch.onHand(),
                batch.unitCost(),
                batch.supplier(),
                batch.recalledAt(),
                batch.recallReason(),
                batch.receivedAt(),
                preparedDispenses);
    }
}
