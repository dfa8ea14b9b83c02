package polyclinic.billing.automaticlines;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.AppliesTo;
import polyclinic.commons.values.Money;

/**
 * What was done or handed out, as its event tells it.
 *
 * @param appointmentId or null
 * @param doctorId whose revenue it is, or null
 * @param at when it was done: its prices are those of that day
 */
record PerformedService(
        InvoicedItem.Source source,
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @Nullable UUID doctorId,
        Instant at,
        List<Part> parts) {

    /**
     * One line of it.
     *
     * @param codes by which its price is found, the most special first
     * @param unitPrice what the event says, or null: then the price list says it
     * @param itemId which part of the source, or null
     */
    record Part(
            String description,
            ItemKind kind,
            AppliesTo.Type priceOf,
            List<String> codes,
            BigDecimal quantity,
            @Nullable Money unitPrice,
            @Nullable BigDecimal taxRate,
            @Nullable UUID itemId) {}
}
