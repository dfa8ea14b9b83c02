package polyclinic.prescription.inventory.batches;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * A batch as clients see it.
 *
 * @param expiresOn the last day of use
 * @param recalledAt null unless it was recalled
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
        Instant receivedAt) {
    static final String PATH = "/api/v1/inventory/batches/";

    public static BatchView of(StockBatch batch) {
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
                batch.receivedAt());
    }
}
